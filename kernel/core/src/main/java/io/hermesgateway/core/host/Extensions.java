package io.hermesgateway.core.host;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Opens and closes what plugins offer. Called on a kernel thread, never twice at once for one plugin id; all calls into
 * the plugin go through {@link LivePlugin#guarded} and {@link LivePlugin#inline}.
 */
public interface Extensions {
    /**
     * A plugin was created: open and start what it offers.
     *
     * @return completes when the far sides have shown that it works (what was not online before a replacement need not be
     *     online after it), exceptionally when it cannot work. Only a replacement waits for it, so that the former jar
     *     can be put back; otherwise only a failure that is already there counts.
     */
    CompletableFuture<@Nullable Void> opened(LivePlugin plugin);

    /**
     * A plugin is about to end: finish what is under way, close everything, keep no object of it. When the plugin was
     * disowned its calls answer {@link Outcome.NotCalled} at once.
     */
    void closing(LivePlugin plugin);

    /** A plugin's row changed. */
    default void changed(String pluginId) {}
}

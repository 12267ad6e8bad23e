package io.hermesgateway.core.seats;

import io.hermesgateway.core.host.LivePlugin;
import io.hermesgateway.spi.settings.SettingsSpec;
import java.util.List;

/** One kind of extension: opened when its plugin comes, closed when it goes. */
public interface Seats {
    /**
     * Opens what the plugin offers of this kind.
     *
     * @throws io.hermesgateway.spi.error.GatewayException when it cannot work; what was opened is closed by {@link #close}
     */
    void open(LivePlugin plugin);

    /** Closes what of this kind came from this instance; harmless when there is nothing. */
    void close(LivePlugin plugin);

    /** The declared section of this name. */
    static SettingsSpec section(List<SettingsSpec> declared, String section) {
        return declared.stream()
                .filter(spec -> spec.section().equals(section))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the section " + section + " was not declared"));
    }
}

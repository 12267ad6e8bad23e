package io.hermesgateway.core.feed;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The stores that are open now. One is the primary; another kind stands by for when it is away. */
public interface Stores {
    /** A store this many facts behind another is as good: the newest facts are in the kernel's tail anyway. */
    long SLACK = 1_000;

    /** The configured kind. */
    String primaryKind();

    /** The kind that stands by; it may be the primary one, then nobody does. */
    String fallbackKind();

    List<OpenStore> all();

    /** Puts a backup in the place of an open store, which is closed meanwhile. */
    void restore(String kind, Path backup);

    default Optional<OpenStore> find(String kind) {
        return all().stream().filter(store -> store.kind().equals(kind)).findFirst();
    }

    default OpenStore primary() {
        return find(primaryKind())
                .orElseThrow(() -> new GatewayException(
                        KernelError.STORE_UNAVAILABLE, "The store '" + primaryKind() + "' is not running."));
    }

    default Optional<OpenStore> fallback() {
        return fallbackKind().equals(primaryKind()) ? Optional.empty() : find(fallbackKind());
    }

    /** In the order in which they are asked: the primary one unless it is silent or another has far more. */
    default List<OpenStore> readers() {
        return all().stream()
                .sorted(Comparator.comparing(OpenStore::silent).thenComparing(this::worth, Comparator.reverseOrder()))
                .toList();
    }

    private long worth(OpenStore store) {
        return store.lastApplied().value() + (store.kind().equals(primaryKind()) ? SLACK : 0);
    }
}

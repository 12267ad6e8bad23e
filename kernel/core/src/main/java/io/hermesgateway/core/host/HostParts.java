package io.hermesgateway.core.host;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** What the places of plugins share. */
record HostParts(
        PluginHost.Outside outside,
        FelixHost felix,
        JarGate gate,
        PluginFolder folder,
        Shelf shelf,
        WantedFile wanted) {

    HostThreads threads() {
        return outside.threads();
    }

    KernelRegistry registry() {
        return outside.registry();
    }

    LoaderCaches caches() {
        return outside.caches();
    }

    Extensions extensions() {
        return outside.extensions();
    }

    Limits limits() {
        return outside.limits();
    }

    InstantSource clock() {
        return outside.clock();
    }

    RandomGenerator random() {
        return outside.random();
    }

    /** Where a jar for this plugin goes when it has no file of its own yet. */
    Path dropped(String id) {
        return outside.places().plugins().resolve(id + ".jar");
    }
}

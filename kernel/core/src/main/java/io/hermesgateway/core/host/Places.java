package io.hermesgateway.core.host;

import java.nio.file.Path;

/**
 * Where the host finds and keeps files.
 *
 * @param plugins the drop-in folder
 * @param bundles the plugins of the distribution, read only
 * @param cache emptied at every start
 * @param quarantine where jars go that were taken out of service
 * @param wanted the file that remembers which plugins are to stay stopped
 */
public record Places(Path plugins, Path bundles, Path cache, Path quarantine, Path wanted) {
    public static Places in(Path home, Path bundles) {
        return new Places(
                home.resolve("plugins"),
                bundles,
                home.resolve("cache/plugins"),
                home.resolve("quarantine"),
                home.resolve("plugins-wanted.json"));
    }
}

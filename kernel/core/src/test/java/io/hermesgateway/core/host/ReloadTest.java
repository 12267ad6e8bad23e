package io.hermesgateway.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.testkit.jars.PluginJarBuilder;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clean plugin leaves nothing behind, however often it is loaded. The full count is a campaign. */
class ReloadTest {
    private static final int RELOADS = 30;

    @TempDir
    Path home;

    /** It has a thread of its own, and binds a class of its own with the shared Jackson. */
    private static PluginJarBuilder clean() {
        return new PluginJarBuilder("clean")
                .compiledWith(ObjectMapper.class, JsonFactory.class, JsonProperty.class)
                .source("acme.Point", "public class Point { public int x; public Point next; }")
                .plugin(
                        "acme.Clean",
                        """
                        public class Clean implements Plugin {
                            @Override public List<PlatformFactory> platforms() {
                                try {
                                    new com.fasterxml.jackson.databind.ObjectMapper()
                                            .readValue("{\\"x\\":1}", Point.class);
                                } catch (java.io.IOException e) {
                                    throw new IllegalStateException(e);
                                }
                                Thread thread = new Thread(() -> {
                                    try { Thread.sleep(3_600_000); } catch (InterruptedException end) { return; }
                                });
                                thread.setDaemon(true);
                                thread.start();
                                return List.of();
                            }
                        }
                        """);
    }

    @Test
    void leavesNoLoaderAndNoThreadBehind() {
        try (Rig rig = new Rig(home, Limits.shipped())) {
            clean().writeTo(rig.drop("clean.jar"));
            rig.start();
            assertEquals("running", rig.row("clean").state(), rig.row("clean").detail());
            List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
            int threads = 0;
            for (int i = 0; i < RELOADS; i++) {
                loaders.add(
                        new WeakReference<>(rig.host.live("clean").orElseThrow().loader()));
                rig.host.act("clean", "restart").join();
                if (i == 5) {
                    threads = Thread.activeCount();
                }
            }
            Rig.await(
                    () -> {
                        System.gc();
                        return living(loaders) <= 1;
                    },
                    () -> living(loaders) + " loaders still live");
            assertTrue(Thread.activeCount() <= threads + 4, "threads: " + threads + " → " + Thread.activeCount());
            assertEquals("running", rig.row("clean").state());
        }
    }

    private static long living(List<WeakReference<ClassLoader>> loaders) {
        return loaders.stream().filter(loader -> loader.get() != null).count();
    }
}

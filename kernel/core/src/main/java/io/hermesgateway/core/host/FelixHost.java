package io.hermesgateway.core.host;

import io.hermesgateway.core.host.exit.Exit;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.hooks.weaving.WeavingHook;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The OSGi framework, used for what it does best: class loaders and version ranges. Bundles are installed and resolved,
 * never started: a plugin's code must not run on a thread of the framework, where one that hangs blocks them all. Each
 * instance of a plugin is a bundle of its own, so that an old one that will not die is in nobody's way.
 */
final class FelixHost implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FelixHost.class);
    private static final String REFLECTION = "jdk.internal.reflect,sun.reflect";

    private final Framework framework;
    private final AtomicLong installed = new AtomicLong();

    /** Starts the framework; {@code packages} is what plugins may import from the class path, with versions. */
    FelixHost(Path cache, String packages) {
        Map<String, String> config = new HashMap<>();
        config.put(Constants.FRAMEWORK_STORAGE, cache.toString());
        config.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        config.put(
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                packages + "," + Exit.class.getPackageName() + ";version=1.0.0");
        config.put(Constants.FRAMEWORK_BSNVERSION, Constants.FRAMEWORK_BSNVERSION_MULTIPLE);
        config.put(Constants.FRAMEWORK_BOOTDELEGATION, REFLECTION);
        config.put("felix.bootdelegation.implicit", "false");
        config.put("felix.service.urlhandlers", "false");
        config.put("felix.log.level", "0");
        framework = ServiceLoader.load(FrameworkFactory.class, FelixHost.class.getClassLoader())
                .findFirst()
                .orElseThrow()
                .newFramework(config);
        try {
            framework.init(FelixHost::log);
            framework.getBundleContext().registerService(WeavingHook.class, new ExitWeaver(), null);
            framework.start();
        } catch (BundleException e) {
            throw new GatewayException(KernelError.INTERNAL, "The plugin host cannot use " + cache, e);
        }
    }

    private static void log(FrameworkEvent event) {
        if (event.getThrowable() != null) {
            LOG.warn("framework event {}", event.getType(), event.getThrowable());
        }
    }

    /** Installs and resolves a jar; refuses what cannot be resolved with a sentence. */
    Bundle install(PluginJar jar) {
        String location = "plugin:" + jar.id() + "#" + installed.incrementAndGet();
        try {
            Bundle bundle = framework.getBundleContext().installBundle(location, Files.newInputStream(jar.bundle()));
            Optional<String> unmet = Requirements.unmet(bundle, framework);
            if (unmet.isEmpty() && resolve(bundle)) {
                return bundle;
            }
            uninstall(bundle);
            throw new GatewayException(
                    KernelError.INCOMPATIBLE_SPI, unmet.orElse("Its packages cannot be wired to each other."));
        } catch (BundleException | IOException e) {
            throw new GatewayException(KernelError.NOT_A_JAR, "The jar cannot be read: " + e.getMessage(), e);
        }
    }

    /** Refuses a jar that cannot be resolved, and leaves nothing behind. */
    void check(PluginJar jar) {
        uninstall(install(jar));
    }

    private boolean resolve(Bundle bundle) {
        return framework.adapt(FrameworkWiring.class).resolveBundles(List.of(bundle))
                && bundle.adapt(BundleRevision.class).getWiring().getClassLoader() != null;
    }

    static ClassLoader loaderOf(Bundle bundle) {
        return bundle.adapt(BundleWiring.class).getClassLoader();
    }

    static void uninstall(Bundle bundle) {
        try {
            bundle.uninstall();
        } catch (BundleException | IllegalStateException e) {
            LOG.warn("{} could not be uninstalled", bundle.getLocation(), e);
        }
    }

    @Override
    public void close() {
        try {
            framework.stop();
            framework.waitForStop(2_000);
        } catch (BundleException e) {
            LOG.warn("the framework did not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.hermesgateway.itest.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import io.hermesgateway.spi.plugin.Plugin;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/** What plugin jars look like to a framework as it comes: resolution, wiring, wrapping, replacing. */
@RunWith(PaxExam.class)
public class ContainerIT {
    private static final String CONTRACT = "io.hermesgateway.spi.plugin";
    private static final String SECOND = "test.second.jar";

    @Inject
    private BundleContext context;

    @Configuration
    public Option[] container() {
        return options(
                systemPackages(ContainerJars.sharedPackages()),
                bundle(uri("first", "[1.0,2)")).noStart(),
                bundle(uri("ahead", "[2.0,3)")).noStart(),
                bundle(ContainerJars.wrapped().toUri().toString()).noStart(),
                systemProperty(SECOND).value(uri("second", "[1.0,2)")),
                systemProperty("org.ops4j.pax.logging.DefaultServiceLog.level").value("WARN"),
                junitBundles());
    }

    private static String uri(String mark, String contracts) {
        return ContainerJars.bundle(mark, contracts).toUri().toString();
    }

    @Before
    public void resolveWhatCanBe() {
        wiring().resolveBundles(List.of(named("acme.first"), named("plain")));
    }

    @Test
    public void exportsTheContractsWithTheirVersionFromTheSystemBundleAlone() {
        List<BundleCapability> exports = Stream.of(context.getBundles())
                .map(bundle -> bundle.adapt(BundleWiring.class))
                .filter(Objects::nonNull)
                .flatMap(wiring -> wiring.getCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream())
                .filter(export -> CONTRACT.equals(export.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)))
                .toList();
        assertEquals(1, exports.size());
        assertEquals(0, exports.get(0).getRevision().getBundle().getBundleId());
        assertEquals("1.0.0", String.valueOf(exports.get(0).getAttributes().get("version")));
    }

    @Test
    public void wiresAPluginToTheOneCopyOfTheContracts() throws ClassNotFoundException {
        Bundle plugin = named("acme.first");
        assertEquals(Bundle.RESOLVED, plugin.getState());
        List<BundleWire> wires = plugin.adapt(BundleWiring.class).getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE);
        assertFalse(wires.isEmpty());
        for (BundleWire wire : wires) {
            assertEquals(0, wire.getProvider().getBundle().getBundleId());
        }
        assertSame(Plugin.class, plugin.loadClass(Plugin.class.getName()));
    }

    @Test
    public void findsThePluginByItsServiceFileOverTheLoaderOfItsBundle() {
        for (String name : List.of("acme.first", "plain")) {
            Plugin plugin = only(named(name));
            assertEquals("zoo.Animal", plugin.getClass().getName());
            assertEquals("animal".equals(plugin.platforms().get(0).kind()), name.equals("acme.first"));
        }
    }

    @Test
    public void keepsClassesOfTheSameNameApart() {
        assertNotSame(only(named("acme.first")).getClass(), only(named("plain")).getClass());
    }

    @Test
    public void doesNotResolveAPluginForOtherContracts() {
        Bundle ahead = named("acme.ahead");
        assertFalse(wiring().resolveBundles(List.of(ahead)));
        assertEquals(Bundle.INSTALLED, ahead.getState());
        assertNull(ahead.adapt(BundleWiring.class));
    }

    @Test
    public void wrapsAPlainJarSoThatItImportsTheContractsWithARange() {
        Bundle plain = named("plain");
        assertEquals(Bundle.RESOLVED, plain.getState());
        String imports = plain.getHeaders().get("Import-Package");
        assertTrue(imports, imports.contains(CONTRACT + ";version=\"[1.0,2)\""));
        assertNull(plain.getHeaders().get("Export-Package"));
    }

    @Test
    public void replacesAPluginWithoutTouchingAnyOtherBundle() throws BundleException, IOException {
        Bundle plugin = named("acme.first");
        Class<?> before = only(plugin).getClass();
        assertEquals(List.of(plugin), List.copyOf(wiring().getDependencyClosure(List.of(plugin))));
        try (InputStream second = URI.create(System.getProperty(SECOND)).toURL().openStream()) {
            plugin.update(second);
        }
        assertTrue(wiring().resolveBundles(List.of(plugin)));
        assertEquals("acme.second", plugin.getSymbolicName());
        assertNotSame(before, only(plugin).getClass());
        assertTrue(
                "nothing waits for a refresh",
                wiring().getRemovalPendingBundles().isEmpty());
        assertEquals(Bundle.RESOLVED, named("plain").getState());
    }

    private static Plugin only(Bundle bundle) {
        return ServiceLoader.load(Plugin.class, bundle.adapt(BundleWiring.class).getClassLoader())
                .findFirst()
                .orElseThrow();
    }

    private Bundle named(String symbolicName) {
        return Stream.of(context.getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    private FrameworkWiring wiring() {
        return context.getBundle(0).adapt(FrameworkWiring.class);
    }
}

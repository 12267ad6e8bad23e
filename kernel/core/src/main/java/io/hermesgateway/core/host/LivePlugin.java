package io.hermesgateway.core.host;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.plugin.Plugin;
import io.hermesgateway.spi.plugin.Registry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One instance of a plugin: its class loader, its threads and the ways to call it. Kernel parts keep its id, not this
 * object and nothing that came out of it, so that a stopped one can be forgotten.
 */
public final class LivePlugin implements GuardedCall.Blame {
    private static final Logger LOG = LoggerFactory.getLogger(LivePlugin.class);

    /** However much a stopped instance has to finish, it is not kept for longer. */
    private static final Duration LONGEST_REST = Duration.ofMinutes(10);

    private final PluginJar jar;
    private final Bundle bundle;
    private final ClassLoader loader;
    private final PluginGroup group;
    private final ExecutorService pool;
    private final HostThreads threads;
    private final KernelRegistry registry;
    private final GuardedCall guarded;
    private final InlineCall inline;
    private final CompletableFuture<@Nullable Void> doom = new CompletableFuture<>();
    private final List<PluginTasks> tasks = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<?>> rest = new CopyOnWriteArrayList<>();
    private volatile Duration patience = LONGEST_REST;
    private volatile Offers offers = Offers.NONE;
    private volatile boolean alive = true;
    private volatile String lastFault = "";

    LivePlugin(PluginJar jar, Bundle bundle, HostThreads threads, KernelRegistry registry, InstantSource clock) {
        this.jar = jar;
        this.bundle = bundle;
        this.loader = FelixHost.loaderOf(bundle);
        this.threads = threads;
        this.registry = registry;
        this.group = new PluginGroup(jar.id(), (thread, why) -> threw("thread " + thread, why, ""));
        this.pool = HostThreads.pool(group, loader);
        this.guarded = new GuardedCall(jar.id(), pool, loader, threads, this);
        this.inline = new InlineCall(jar.id(), loader, clock, this);
    }

    public String id() {
        return jar.id();
    }

    PluginJar jar() {
        return jar;
    }

    public String version() {
        return jar.version();
    }

    /** What it contributes. */
    public Offers offers() {
        return offers;
    }

    public GuardedCall guarded() {
        return guarded;
    }

    public InlineCall inline() {
        return inline;
    }

    /** Threads and timers for one extension; close them with it. */
    public PluginTasks tasks() {
        PluginTasks opened = new PluginTasks(guarded, threads);
        tasks.add(opened);
        return opened;
    }

    /** What this plugin has published under the contract. */
    public <T> List<T> published(Class<T> contract) {
        return registry.ownedBy(this, contract);
    }

    /** The registry as this plugin sees it. */
    public Registry registry() {
        return registry.of(this, () -> alive);
    }

    /** False from the moment it is stopped or disowned: contexts of its extensions refuse from then on. */
    public boolean alive() {
        return alive;
    }

    PluginGroup group() {
        return group;
    }

    ClassLoader loader() {
        return loader;
    }

    @Override
    public void threw(String what, String why, String trace) {
        lastFault = "in " + what + ": " + why;
        LOG.warn("{} failed in {}: {}", id(), what, why);
        LOG.debug("{} failed in {}\n{}", id(), what, trace);
    }

    @Override
    public void overdue(String what) {
        LOG.warn("{} did not return from {} in time", id(), what);
        doom.completeExceptionally(new GatewayException(KernelError.PLUGIN_OVERDUE, what + " did not return in time"));
    }

    /** The last Throwable that came out of it, in words; empty when there was none. */
    public String lastFault() {
        return lastFault;
    }

    /** Fails as soon as a call into this instance was overdue. */
    CompletableFuture<@Nullable Void> doom() {
        return doom;
    }

    /** Makes the plugin and asks what it offers; says what went wrong. */
    Optional<String> create(Duration deadline) {
        Outcome<Offers> made = guarded.call(
                "start",
                deadline,
                () -> Offers.of(ServiceLoader.load(Plugin.class, loader)
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("its service file names no class"))));
        return made.fold(
                done -> {
                    offers = done.value();
                    return Optional.empty();
                },
                threw -> Optional.of(threw.why()),
                overdue -> Optional.of(overdue.why()),
                not -> Optional.of(not.why()));
    }

    /** Calls it no more: whatever is under way counts as overdue. */
    void disown() {
        alive = false;
        tasks.forEach(PluginTasks::close);
        guarded.close();
        inline.close();
    }

    /** Ends its start, because something else is wanted now. */
    void supersede() {
        disown();
        doom.completeExceptionally(new GatewayException(KernelError.PLUGIN_FAILED, "something newer came"));
    }

    /** How long it may go on to finish what had begun, once it is closed. */
    public Duration patience() {
        return patience;
    }

    void patience(Duration least) {
        patience = least;
    }

    /** Keeps its threads and classes until this is done. */
    public boolean keepFor(CompletableFuture<?> unfinished) {
        return unfinished.isDone() || rest.add(unfinished);
    }

    /** Nothing of it is offered or called any more; completes, never exceptionally, when it has finished what it had. */
    CompletableFuture<Boolean> leave() {
        disown();
        registry.withdraw(this);
        return CompletableFuture.allOf(rest.toArray(CompletableFuture<?>[]::new))
                .handle((done, failed) -> true)
                .completeOnTimeout(false, patience.plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Takes back all it has: contributions, threads, classes. Threads that do not listen stay behind, counted. */
    void end(LoaderCaches caches) {
        disown();
        registry.withdraw(this);
        pool.shutdownNow();
        group.retire();
        FelixHost.uninstall(bundle);
        caches.forget(loader);
    }
}

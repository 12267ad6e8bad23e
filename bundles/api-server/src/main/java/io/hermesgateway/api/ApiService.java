package io.hermesgateway.api;

import io.hermesgateway.api.access.ApiRules;
import io.hermesgateway.api.access.Masks;
import io.hermesgateway.api.chat.ChatCompletions;
import io.hermesgateway.api.info.Models;
import io.hermesgateway.api.responses.Responses;
import io.hermesgateway.api.runs.Chains;
import io.hermesgateway.api.settings.ApiSettings;
import io.hermesgateway.api.turn.ApiParts;
import io.hermesgateway.api.turn.ApiTurns;
import io.hermesgateway.api.wire.Routes;
import io.hermesgateway.httpkit.Gate;
import io.hermesgateway.httpkit.RateLimit;
import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.service.Service;
import io.hermesgateway.spi.service.ServiceContext;
import io.hermesgateway.spi.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The only place that wires. What it publishes is served by whoever listens. */
final class ApiService implements Service {
    private static final List<String> PATHS = List.of("/v1", "/api", "/p", "/health");

    private static final Logger LOG = LoggerFactory.getLogger(ApiService.class);

    /** The place of a turn is free before its last frames are written. */
    private static final Executor LAST_WORDS = CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS);

    private final ServiceContext context;
    private final Routes routes = new Routes();
    private final Gate gate;
    private final List<Registration> published = new ArrayList<>();
    private final ApiParts parts;
    private volatile ApiRules rules;
    private volatile Runnable finished = () -> {};

    ApiService(ServiceContext context) {
        this.context = context;
        this.parts = new ApiParts(context);
        this.rules = rules();
        this.gate = new Gate(() -> rules, new RateLimit(context.clock()), routes);
    }

    private ApiRules rules() {
        return new ApiRules(routes, settings(), new Masks(context.registry()));
    }

    private Settings settings() {
        return context.settings(ApiSettings.SPEC.section());
    }

    @Override
    public void start() {
        if (!settings().get(ApiSettings.ENABLED)) {
            return;
        }
        ApiTurns turns = new ApiTurns(parts);
        new Models(parts).mount(routes);
        new ChatCompletions(parts, turns).mount(routes);
        Responses stored = new Responses(parts, turns);
        stored.mount(routes);
        finished = stored::close;
        published.add(stored::close);
        NativeApi beside = new NativeApi(parts, turns);
        beside.mount(routes, (key, id) -> stored.earlier(key, id)
                .map(chain -> new Chains.Chain(chain.sessionId(), chain.history(), chain.instructions())));
        published.add(beside::close);
        published.add(context.tasks().every(Duration.ofDays(1), "old pictures", () -> parts.pictures()
                .sweep(parts.clock().instant())));
        report();
        PATHS.forEach(path -> published.add(context.registry().publish(Handler.class, path, gate)));
    }

    /** A key that guards nothing keeps the API closed, in one clear line; everything else of the gateway goes on. */
    private void report() {
        String trouble = settings().get(ApiSettings.ENABLED) ? rules.trouble() : "";
        if (!trouble.isEmpty()) {
            LOG.warn("{}", trouble);
        }
        context.report(trouble);
    }

    /** Whether it is served at all is decided at the start; everything else is taken as it changes. */
    @Override
    public boolean changed() {
        rules = rules();
        report();
        return settings().get(ApiSettings.ENABLED) == !published.isEmpty();
    }

    /** From here on nobody comes any more; what has begun is finished in {@link #rest}. */
    @Override
    public void close() {
        parts.leave();
        published.forEach(Registration::close);
        published.clear();
    }

    @Override
    public CompletionStage<?> rest(Duration patience) {
        return parts.slots()
                .empty()
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .handleAsync(
                        (empty, late) -> {
                            gate.close();
                            finished.run();
                            return empty != null;
                        },
                        LAST_WORDS);
    }
}

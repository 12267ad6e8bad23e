package io.hermesgateway.api.access;

import io.hermesgateway.api.settings.ApiSettings;
import io.hermesgateway.api.wire.Routes;
import io.hermesgateway.httpkit.Cors;
import io.hermesgateway.httpkit.ErrorForm;
import io.hermesgateway.httpkit.Failure;
import io.hermesgateway.httpkit.Gate;
import io.hermesgateway.httpkit.Keys;
import io.hermesgateway.spi.settings.Settings;
import java.util.Optional;
import org.eclipse.jetty.server.Request;

/** Who may call which part of the API; made anew when the settings change. */
public final class ApiRules implements Gate.Rules {
    private static final String SENTENCES = "jobs";

    private final Routes routes;
    private final NamedKeys keys;
    private final Cors cors;
    private final Masks masks;

    public ApiRules(Routes routes, Settings settings, Masks masks) {
        this.routes = routes;
        this.masks = masks;
        this.keys = NamedKeys.of(settings);
        this.cors = new Cors(settings.get(ApiSettings.CORS_ORIGINS));
    }

    @Override
    public Keys keys() {
        return keys.keys();
    }

    /** What the operator should know about the keys; empty when all is well. */
    public String trouble() {
        return String.join("; ", keys.faults());
    }

    /** Errors leave without credentials; those of jobs are a sentence alone. */
    @Override
    public ErrorForm form(Request request) {
        ErrorForm form = routes.scope(request).equals(SENTENCES) ? ErrorForm.SENTENCE : ErrorForm.OPENAI;
        return failure -> form.body(new Failure(
                failure.status(),
                failure.type(),
                failure.param(),
                failure.code(),
                masks.error(failure.message()),
                failure.headers()));
    }

    @Override
    public Cors cors() {
        return cors;
    }

    @Override
    public boolean isOpen(Request request) {
        return routes.scope(request).isEmpty();
    }

    @Override
    public Optional<String> scope(Request request) {
        return Optional.of(routes.scope(request));
    }
}

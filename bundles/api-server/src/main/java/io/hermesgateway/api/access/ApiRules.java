package io.hermesgateway.api.access;

import io.hermesgateway.api.settings.ApiSettings;
import io.hermesgateway.api.wire.Call;
import io.hermesgateway.api.wire.Routes;
import io.hermesgateway.httpkit.Cors;
import io.hermesgateway.httpkit.Gate;
import io.hermesgateway.httpkit.Keys;
import io.hermesgateway.spi.settings.Settings;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Request;

/** Who may call which part of the API; made anew when the settings change. */
public final class ApiRules implements Gate.Rules {
    private final Routes routes;
    private final Keys keys;
    private final Cors cors;

    public ApiRules(Routes routes, Settings settings) {
        this.routes = routes;
        this.keys = Keys.of(List.of(Keys.Key.of(Call.DEFAULT_KEY, settings.get(ApiSettings.KEY))));
        this.cors = new Cors(settings.get(ApiSettings.CORS_ORIGINS));
    }

    @Override
    public Keys keys() {
        return keys;
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

package io.hermesgateway.api.access;

import io.hermesgateway.api.settings.ApiSettings;
import io.hermesgateway.api.wire.Call;
import io.hermesgateway.httpkit.Keys;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.settings.Secret;
import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.spi.settings.Types;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The keys that are configured: the one of {@code API_SERVER_KEY}, which may do everything, and those with names. A key
 * that guards nothing opens nothing.
 *
 * @param faults a sentence for each that is no use
 */
record NamedKeys(Keys keys, List<String> faults) {
    private static final Set<String> SCOPES =
            Set.of("chat", "responses", "models", "runs", "sessions", "jobs", "skills", "status");

    static NamedKeys of(Settings settings) {
        List<Keys.Key> usable = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        Map<String, Object> named = settings.get(ApiSettings.KEYS);
        Optional<String> fault = first(settings, usable);
        if (fault.isPresent() && (named.isEmpty() || !fault.get().contains("no key is set"))) {
            faults.add("the API is closed: " + fault.get());
        }
        named.forEach((name, raw) -> {
            try {
                usable.add(key(name, raw));
            } catch (IllegalArgumentException unfit) {
                faults.add("the key '" + name + "' of platforms.api_server.keys opens nothing: " + unfit.getMessage());
            }
        });
        return new NamedKeys(Keys.of(usable), List.copyOf(faults));
    }

    /** A placeholder is refused by the configuration already. */
    private static Optional<String> first(Settings settings, List<Keys.Key> usable) {
        try {
            Secret secret = settings.get(ApiSettings.KEY);
            Optional<String> fault = Keys.fault(secret);
            if (fault.isEmpty()) {
                int limit = perMinute(settings.get(ApiSettings.RATE_LIMIT));
                usable.add(new Keys.Key(Call.DEFAULT_KEY, secret, Set.of(), limit));
            }
            return fault;
        } catch (GatewayException unfit) {
            return Optional.of(String.valueOf(unfit.getMessage()));
        }
    }

    private static Keys.Key key(String name, Object raw) {
        Map<String, Object> map = Types.TREE.read(raw);
        Secret secret = new Secret(String.valueOf(map.getOrDefault("key", "")));
        Keys.fault(secret).ifPresent(fault -> {
            throw new IllegalArgumentException(fault);
        });
        if (name.isBlank() || name.equals(Call.DEFAULT_KEY)) {
            throw new IllegalArgumentException("its name is taken");
        }
        Set<String> scopes =
                new HashSet<>(map.containsKey("scopes") ? Types.LIST.read(map.getOrDefault("scopes", "")) : List.of());
        if (!SCOPES.containsAll(scopes)) {
            throw new IllegalArgumentException(
                    "scopes are " + String.join(", ", SCOPES.stream().sorted().toList()));
        }
        return new Keys.Key(name, secret, scopes, perMinute(Types.NUMBER.read(map.getOrDefault("rate_limit", 0))));
    }

    private static int perMinute(long limit) {
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, limit));
    }
}

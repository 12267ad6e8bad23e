package io.hermesgateway.api.info;

import io.hermesgateway.spi.plugin.Registry;
import io.hermesgateway.spi.service.ControlVerb;
import io.hermesgateway.spi.service.GatewayControl;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The calls that other bundles and the kernel offer by name, for those who need the result only. */
public final class Verbs {
    private final Registry registry;

    public Verbs(Registry registry) {
        this.registry = registry;
    }

    public boolean has(String name) {
        return registry.find(ControlVerb.class, name).isPresent();
    }

    /** Empty when nobody offers it now. */
    public Optional<Object> call(String name, String key, Map<String, Object> arguments) {
        return call(name, key, arguments, item -> true);
    }

    /** The same for a call that shows items before its result. */
    public Optional<Object> call(
            String name, String key, Map<String, Object> arguments, ControlVerb.Progress progress) {
        return registry.find(ControlVerb.class, name)
                .flatMap(verb -> Optional.ofNullable(result(verb, key, arguments, progress)));
    }

    private static @Nullable Object result(
            ControlVerb verb, String key, Map<String, Object> arguments, ControlVerb.Progress progress) {
        return verb.call(new GatewayControl.Caller(key, "api"), arguments, progress);
    }
}

package io.hermesgateway.agent.provider;

import io.hermesgateway.spi.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The chains that turns ask, kept for as long as the snapshot of the configuration they were made from: it is looked
 * through once for each change, not once for each turn.
 */
public final class Models {
    private static final int WISHES_MOST = 200;

    private volatile Kept kept = new Kept(null, Map.of());

    private record Kept(@org.jspecify.annotations.Nullable Settings settings, Map<String, List<Choice>> chains) {}

    /** @throws Wrong when the configuration does not lead to a model */
    public List<Choice> chain(Settings settings, String provider, String model) throws Wrong {
        Kept now = kept;
        if (!settings.equals(now.settings())) {
            now = new Kept(settings, new ConcurrentHashMap<>());
            kept = now;
        }
        String wish = provider + "\n" + model;
        List<Choice> chain = now.chains().get(wish);
        if (chain == null) {
            chain = new Resolver(settings).chain(provider, model);
            if (now.chains().size() < WISHES_MOST) {
                now.chains().put(wish, chain);
            }
        }
        return chain;
    }
}

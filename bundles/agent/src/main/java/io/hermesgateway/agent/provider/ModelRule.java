package io.hermesgateway.agent.provider;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.spi.settings.SettingsSpec.Finding;
import io.hermesgateway.spi.settings.SettingsSpec.Rule;
import io.hermesgateway.spi.settings.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds, before a single question is asked, that no model can be asked by this configuration. */
final class ModelRule implements Rule {
    @Override
    public List<Finding> judge(Settings settings) {
        if (!concerns(settings)) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        Resolver resolver = new Resolver(settings);
        try {
            resolver.chain("", "");
        } catch (Wrong wrong) {
            findings.add(new Finding(wrong.key(), wrong.words(), true));
        } catch (GatewayException unfit) {
            // A value that does not fit its type is told by the check of that value.
            return findings;
        }
        resolver.badFallbacks().forEach(wrong -> findings.add(new Finding(wrong.key(), wrong.words(), true)));
        return findings;
    }

    /** Whether a model is meant to answer at all. */
    private static boolean concerns(Settings settings) {
        String kind = settings.find(ModelSettings.key("agent.kind", Types.TEXT)).orElse("");
        return kind.equals("builtin") || (kind.isEmpty() && isNamed(settings));
    }

    /** Whether a model is named: for all, by its provider, or in the section of a provider. */
    static boolean isNamed(Settings settings) {
        return settings.find(ModelSettings.MODEL).isPresent()
                || settings.find(ModelSettings.key("model.provider", Types.TEXT))
                        .isPresent()
                || settings.get(ModelSettings.PROVIDERS).values().stream()
                        .anyMatch(one -> one instanceof Map<?, ?> provider && provider.get("model") != null);
    }
}

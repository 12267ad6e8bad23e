package io.hermesgateway.agent.provider;

import io.hermesgateway.spi.settings.Secret;
import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.SettingType;
import io.hermesgateway.spi.settings.SettingsSpec;
import io.hermesgateway.spi.settings.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The keys of the configuration that the agent reads. Those of single providers are made as they are needed. */
public interface ModelSettings {
    Setting<Long> THRESHOLD = Setting.of(
            "compression.threshold_tokens",
            Types.NUMBER,
            null,
            "From how many tokens on older messages are summed up.");
    Setting<Boolean> COMPRESSION =
            Setting.of("compression.enabled", Types.FLAG, true, "Whether older messages are summed up at all.");
    Setting<String> EFFORT = Setting.of(
            "model.reasoning_effort", Types.TEXT, null, "How hard the model thinks, in its provider's words.");
    Setting<String> TEMPERATURE =
            Setting.of("model.temperature", Types.TEXT, null, "How freely the model words its answers, 0 to 2.");
    Setting<Long> MAX_TOKENS =
            Setting.of("model.max_tokens", Types.NUMBER, null, "The most tokens of one answer of the model.");
    Setting<Boolean> VISION = Setting.of(
            "model.vision", Types.FLAG, true, "Whether the model sees pictures; otherwise it is told about them.");
    Setting<String> SMALL_MODEL = Setting.of(
            "model.small",
            Types.TEXT,
            null,
            "The cheap model that sums up long talks, names sessions and gives second opinions; without it the same one.");
    Setting<Boolean> TITLES = Setting.of(
            "agent.session_titles",
            Types.FLAG,
            null,
            "Whether a model names sessions after their first exchange; without it, where model.small is set.");
    Setting<String> MODEL_PROXY =
            Setting.of("model.proxy", Types.TEXT, null, "The proxy to the provider, http or socks5.");

    /** What this bundle declares beside the keys that everybody knows. */
    SettingsSpec SPEC = SettingsSpec.of(
                    "",
                    THRESHOLD,
                    COMPRESSION,
                    EFFORT,
                    TEMPERATURE,
                    MAX_TOKENS,
                    VISION,
                    SMALL_MODEL,
                    TITLES,
                    MODEL_PROXY)
            .judgedBy(new ModelRule());

    /** A list of anything. */
    SettingType<List<Object>> ITEMS = new SettingType<>() {
        @Override
        public String name() {
            return "list";
        }

        @Override
        public List<Object> read(Object raw) {
            if (raw instanceof Map) {
                throw new IllegalArgumentException("must be a list");
            }
            return raw instanceof List<?> list ? new ArrayList<>(list) : List.of(raw);
        }
    };

    Setting<Map<String, Object>> PROVIDERS = Setting.of("providers", Types.TREE, Map.of(), "The providers.");
    Setting<List<Object>> CUSTOM = Setting.of("custom_providers", ITEMS, List.of(), "An older list of providers.");
    Setting<List<Object>> FALLBACKS = Setting.of("fallback_providers", ITEMS, List.of(), "Who is asked next.");
    Setting<String> MODEL =
            Setting.<String>of("model.default", Types.TEXT, null, "The model.").alias("model.model");
    Setting<Long> MAX_TURNS = Setting.of("agent.max_turns", Types.NUMBER, 60L, "Most model calls in one turn.");

    static <T> Setting<T> key(String key, SettingType<T> type) {
        return Setting.of(key, type, null, key);
    }

    /** The same for one that holds a key: its value is looked at, so that the placeholder of an example is found. */
    static Setting<Secret> keyVariable(String... names) {
        return Setting.<Secret>of("environment." + names[0], Types.SECRET, null, names[0])
                .env(names);
    }

    /** A variable of .env or the environment, under whatever key. */
    static Setting<String> variable(String... names) {
        return Setting.<String>of("environment." + names[0], Types.TEXT, null, names[0])
                .env(names);
    }
}

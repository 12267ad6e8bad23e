package io.hermesgateway.agent.provider;

import io.hermesgateway.agent.wire.Api;
import io.hermesgateway.agent.wire.Endpoint;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.settings.Secret;
import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.spi.settings.Types;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which provider and model answer, by one snapshot of the configuration. It refuses a mixed state (the model of one
 * provider at the address of another, with the key of a third) instead of letting a provider refuse it without a reason.
 */
public final class Resolver {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration SILENCE = Duration.ofMinutes(2);
    private static final long CONTEXT = 128_000;
    private static final String OWN = "model";

    private final Settings settings;
    private final Sections sections;
    private final Proxies proxies;

    public Resolver(Settings settings) {
        this.settings = settings;
        this.sections = new Sections(settings);
        this.proxies = new Proxies(settings);
    }

    /**
     * The model to ask, then those to fall back to. Empty wishes mean what is configured.
     *
     * @throws Wrong when the first one is not configured properly; a bad fallback is left out
     * @throws GatewayException {@code bad_setting} when a single value does not fit
     */
    public List<Choice> chain(String wantedProvider, String wantedModel) throws Wrong {
        List<Choice> chain = new ArrayList<>();
        chain.add(choose(wantedProvider, wantedModel));
        chain.addAll(fallbacks());
        return chain;
    }

    private List<Choice> fallbacks() {
        List<Choice> fallbacks = new ArrayList<>();
        for (Object item : settings.get(ModelSettings.FALLBACKS)) {
            usable(item).ifPresent(fallbacks::add);
        }
        return fallbacks;
    }

    private Optional<Choice> usable(Object item) {
        try {
            return Optional.of(fallback(item));
        } catch (Wrong | GatewayException unfit) {
            return Optional.empty();
        }
    }

    /** Every fallback that cannot be used, for the check of the configuration. */
    public List<Wrong> badFallbacks() {
        List<Wrong> bad = new ArrayList<>();
        int index = 0;
        for (Object item : settings.get(ModelSettings.FALLBACKS)) {
            String key = "fallback_providers.[" + index++ + "]";
            try {
                fallback(item);
            } catch (Wrong unfit) {
                bad.add(new Wrong(key, unfit.words()));
            } catch (GatewayException unfit) {
                bad.add(new Wrong(key, String.valueOf(unfit.getMessage())));
            }
        }
        return bad;
    }

    private Choice fallback(Object item) throws Wrong {
        if (item instanceof Map<?, ?> map) {
            return choose(text(map.get("provider")), text(map.get("model")), true);
        }
        String word = text(item);
        int slash = word.indexOf('/');
        boolean both = slash > 0 && sections.has(word.substring(0, slash));
        return both ? choose(word.substring(0, slash), word.substring(slash + 1), true) : choose(word, "", true);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString().strip();
    }

    private Choice choose(String wantedProvider, String wantedModel) throws Wrong {
        return choose(wantedProvider, wantedModel, false);
    }

    private Choice choose(String wantedProvider, String wantedModel, boolean fallback) throws Wrong {
        String configured = string("model.provider").orElse("");
        String model = wantedModel.isEmpty() && !fallback
                ? settings.find(ModelSettings.MODEL).map(String::strip).orElse("")
                : wantedModel;
        String provider = wantedProvider.isEmpty() ? configured : wantedProvider;
        int slash = model.indexOf('/');
        String prefix = slash > 0 ? model.substring(0, slash) : "";
        boolean wished = wantedProvider.isEmpty() && !wantedModel.isEmpty();
        if ((provider.isEmpty() || wished) && sections.isOwn(prefix)) {
            provider = prefix;
            model = model.substring(slash + 1);
        } else if (provider.isEmpty()) {
            provider = theOnlyOne();
        }
        Section section = section(provider, provider.equals(configured) || provider.equals(OWN));
        String name = model.isEmpty() ? section.text("model").orElse("") : plain(section, model);
        if (name.isEmpty()) {
            throw new Wrong("model.default", "no model is named; set model.default");
        }
        return choice(section, name);
    }

    /** Without a name in the configuration: the address in the section model, or the one provider with a key. */
    private String theOnlyOne() throws Wrong {
        if (string("model.base_url").isPresent()) {
            return OWN;
        }
        List<String> names = sections.names();
        if (names.size() == 1) {
            return names.get(0);
        }
        for (Known known : Known.ALL.values()) {
            if (names.isEmpty() && variable(known.variables()).isPresent()) {
                return known.name();
            }
        }
        throw new Wrong(
                "model.provider",
                names.isEmpty()
                        ? "no provider is configured; set model.provider and its key, for example OPENAI_API_KEY in .env"
                        : "says which of " + String.join(", ", names) + " is asked, and is not set");
    }

    /** The name the provider knows the model by. A name with the prefix of another provider is a mix-up. */
    private String plain(Section section, String model) throws Wrong {
        int slash = model.indexOf('/');
        if (slash <= 0 || section.lists(model)) {
            return model;
        }
        String prefix = model.substring(0, slash);
        String rest = model.substring(slash + 1);
        Known known = Known.ALL.get(section.name());
        boolean vendors = known != null && known.vendors();
        if (prefix.equals(section.name())) {
            return vendors ? model : rest;
        }
        Known other = Known.ALL.get(prefix);
        boolean another = vendors ? sections.has(prefix) && (other == null || !other.vendor()) : sections.isOwn(prefix);
        if (another) {
            throw new Wrong(
                    "model.default",
                    "the model is called " + model + ", but the provider is " + section.name() + "; to ask " + prefix
                            + " set model.provider: " + prefix + " and model.default: " + rest);
        }
        return model;
    }

    private Section section(String provider, boolean main) throws Wrong {
        Optional<Section> found = sections.find(provider);
        boolean address = main && string("model.base_url").isPresent();
        if (found.isEmpty() && !address) {
            List<String> names = sections.names();
            throw new Wrong(
                    "model.provider",
                    "there is no provider called " + provider
                            + (names.isEmpty()
                                    ? "; add it to the section providers"
                                    : "; configured are " + String.join(", ", names)));
        }
        Section section = found.orElseGet(() -> sections.empty(provider));
        return main ? section.with(sections.model()) : section;
    }

    private Choice choice(Section section, String model) throws Wrong {
        URI base = base(section);
        String mode = section.text("api_mode").orElse("");
        Api api = Api.of(mode)
                .orElseThrow(() -> new Wrong(
                        section.key("api_mode"), mode + " is not known; it is chat_completions or responses"));
        Section.Key key = key(section, base);
        Endpoint endpoint = new Endpoint(
                section.name(),
                base,
                key.secret(),
                section.headers(),
                api,
                proxies.to(base, section.text("proxy").orElse("")),
                section.seconds("request_timeout_seconds").orElse(LIMIT),
                section.seconds("stale_timeout_seconds").orElse(SILENCE));
        return new Choice(
                endpoint,
                model,
                section.context(model).orElse(CONTEXT),
                settings.get(ModelSettings.VISION),
                settings.find(ModelSettings.key("model.streaming", Types.FLAG)).orElse(true),
                options(),
                key.from());
    }

    private URI base(Section section) throws Wrong {
        Known known = Known.ALL.get(section.name());
        Optional<URI> own = section.own("base_url");
        Optional<URI> general = section.general("base_url");
        if (own.isPresent() && general.isPresent() && !sameHost(own.get(), general.get())) {
            throw new Wrong(
                    "model.base_url",
                    "leads to " + general.get().getHost() + ", but the provider " + section.name() + " is at "
                            + own.get().getHost() + "; remove model.base_url");
        }
        return own.or(() -> general)
                .or(() -> Optional.ofNullable(known).map(k -> URI.create(k.base())))
                .orElseThrow(() -> new Wrong(
                        "providers." + section.name() + ".base_url", "is missing: the address of the provider's API"));
    }

    private static boolean sameHost(URI one, URI other) {
        return String.valueOf(one.getHost()).equalsIgnoreCase(other.getHost());
    }

    private Section.Key key(Section section, URI base) throws Wrong {
        Optional<Section.Key> given = section.key();
        if (given.isPresent()) {
            return given.get();
        }
        List<String> variables = section.variables();
        Setting<Secret> variable = ModelSettings.keyVariable(variables.toArray(String[]::new));
        try {
            Optional<Secret> found = settings.find(variable).filter(secret -> !secret.isBlank());
            if (found.isPresent()) {
                return new Section.Key(found.get(), settings.originOf(variable));
            }
        } catch (GatewayException placeholder) {
            throw new Wrong(
                    section.key("api_key"),
                    "comes from " + variables.get(0) + ", which is only an example's placeholder");
        }
        if (Proxies.isNear(base)) {
            return new Section.Key(new Secret(""), "none is needed on this machine");
        }
        throw new Wrong(
                section.key("api_key"),
                "there is no key for the provider " + section.name() + "; set " + variables.get(0) + " in .env");
    }

    private Optional<Setting<String>> variable(List<String> names) {
        Setting<String> variable = ModelSettings.variable(names.toArray(String[]::new));
        return settings.find(variable).filter(value -> !value.isBlank()).map(value -> variable);
    }

    private Optional<String> string(String key) {
        return settings.find(ModelSettings.key(key, Types.TEXT))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private Map<String, String> options() {
        Map<String, String> options = new HashMap<>();
        settings.find(ModelSettings.EFFORT)
                .filter(word -> word.matches("\\w+"))
                .ifPresent(word -> options.put("reasoning_effort", '"' + word + '"'));
        settings.find(ModelSettings.TEMPERATURE)
                .filter(number -> number.matches("\\d(\\.\\d+)?"))
                .ifPresent(number -> options.put("temperature", number));
        settings.find(ModelSettings.MAX_TOKENS).ifPresent(most -> options.put("max_tokens", most.toString()));
        return options;
    }
}

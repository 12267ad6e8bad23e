package io.hermesgateway.agent.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.agent.wire.Api;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.spi.settings.SettingsSpec.Finding;
import io.hermesgateway.testkit.MapSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResolverTest {
    private final Map<String, Object> values = new HashMap<>();

    private ResolverTest set(String key, Object value) {
        values.put(key, value);
        return this;
    }

    /** A provider as it stands in the file: as a whole, and key by key. */
    private ResolverTest provider(String name, Object... keysAndValues) {
        Map<String, Object> all = new HashMap<>();
        if (values.get("providers") instanceof Map<?, ?> before) {
            before.forEach((key, value) -> all.put(String.valueOf(key), value));
        }
        all.put(name, Map.of());
        values.put("providers", all);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put("providers." + name + "." + keysAndValues[i], keysAndValues[i + 1]);
        }
        return this;
    }

    private Choice choice() {
        return chain("", "").get(0);
    }

    private List<Choice> chain(String provider, String model) {
        try {
            return new Resolver(new MapSettings(values)).chain(provider, model);
        } catch (Wrong wrong) {
            throw new AssertionError(wrong.key() + ": " + wrong.words(), wrong);
        }
    }

    private Wrong wrong() {
        return assertThrows(Wrong.class, () -> new Resolver(new MapSettings(values)).chain("", ""));
    }

    private static String shown(Choice choice) {
        return choice.endpoint().name() + " " + choice.model() + " "
                + choice.endpoint().address() + " " + choice.endpoint().key().reveal();
    }

    @Test
    void aPlaceholderInAVariableIsNoKey() {
        set("model.provider", "openai").set("model.default", "m");
        Settings strict = new Settings() {
            @Override
            public <T> Optional<T> find(Setting<T> setting) {
                if (setting.type().secret() && setting.key().equals("environment.OPENAI_API_KEY")) {
                    throw new GatewayException(KernelError.BAD_SETTING, "is still the placeholder of an example");
                }
                return new MapSettings(values).find(setting);
            }

            @Override
            public <T> T get(Setting<T> setting) {
                return find(setting).orElseThrow();
            }

            @Override
            public String originOf(Setting<?> setting) {
                return "test";
            }
        };
        Wrong wrong = assertThrows(Wrong.class, () -> new Resolver(strict).chain("", ""));
        assertTrue(wrong.words().contains("OPENAI_API_KEY, which is only an example"), wrong.words());
    }

    @Test
    void takesTheProviderThatIsNamed() {
        provider(
                        "openkey",
                        "base_url",
                        "https://openkey.cloud/v1/",
                        "api_key",
                        "sk-1",
                        "request_timeout_seconds",
                        30,
                        "stale_timeout_seconds",
                        "9",
                        "extra_headers",
                        Map.of("X-A", "b"),
                        "api_mode",
                        "responses",
                        "proxy",
                        "socks5://127.0.0.1:1080")
                .set("model.provider", "openkey")
                .set("model.default", "gpt-4o-mini")
                .set("model.context_length", 9000);
        Choice choice = choice();
        assertEquals("openkey gpt-4o-mini https://openkey.cloud/v1/responses sk-1", shown(choice));
        assertEquals(Duration.ofSeconds(30), choice.endpoint().limit());
        assertEquals(Duration.ofSeconds(9), choice.endpoint().silence());
        assertEquals(Map.of("X-A", "b"), choice.endpoint().headers());
        assertEquals(Api.RESPONSES, choice.endpoint().api());
        assertEquals("socks5://127.0.0.1:1080", choice.endpoint().proxy());
        assertEquals(9000, choice.context());
    }

    @Test
    void takesAnAddressInTheSectionModelAlone() {
        set("model.base_url", "http://127.0.0.1:9/v1").set("model.default", "m");
        assertEquals("model m http://127.0.0.1:9/v1/chat/completions ", shown(choice()));
    }

    @Test
    void takesTheOnlyProviderAndItsOwnModel() {
        provider("one", "base_url", "https://a/v1", "api_key", "k", "model", "its-model");
        assertEquals("one its-model https://a/v1/chat/completions k", shown(choice()));
    }

    @Test
    void knowsCommonProvidersByTheirName() {
        set("model.provider", "deepseek")
                .set("model.default", "deepseek-chat")
                .set("environment.DEEPSEEK_API_KEY", "from-env");
        assertEquals("deepseek deepseek-chat https://api.deepseek.com/v1/chat/completions from-env", shown(choice()));
    }

    @Test
    void findsTheProviderByAKeyInTheEnvironment() {
        set("model.default", "gpt-4o").set("environment.OPENAI_API_KEY", "k");
        assertEquals("openai gpt-4o https://api.openai.com/v1/chat/completions k", shown(choice()));
    }

    @Test
    void readsTheOlderListOfProviders() {
        set(
                        "custom_providers",
                        List.of(Map.of("name", "old", "base_url", "https://o/v1", "api_key", "ok", "model", "m")))
                .set("model.provider", "old");
        assertEquals("old m https://o/v1/chat/completions ok", shown(choice()));
    }

    @Test
    void refusesTheModelOfAnotherProviderAndOffersTheSwitch() {
        provider("openkey", "base_url", "https://openkey.cloud/v1", "api_key", "k")
                .set("environment.OPENROUTER_API_KEY", "r")
                .set("model.provider", "openrouter")
                .set("model.default", "openkey/gpt-4o-mini");
        assertEquals(
                "the model is called openkey/gpt-4o-mini, but the provider is openrouter; to ask openkey set"
                        + " model.provider: openkey and model.default: gpt-4o-mini",
                wrong().words());
        assertEquals("model.default", wrong().key());
    }

    @Test
    void leavesTheNamesOfVendorsToProvidersThatUseThem() {
        set("model.provider", "openrouter")
                .set("model.default", "anthropic/claude")
                .set("environment.OPENROUTER_API_KEY", "r");
        provider("anthropic", "api_key", "a");
        assertEquals("anthropic/claude", choice().model());
    }

    @Test
    void takesAwayThePrefixOfTheProviderItself() {
        provider("openkey", "base_url", "https://openkey.cloud/v1", "api_key", "k")
                .set("model.provider", "openkey")
                .set("model.default", "openkey/gpt-4o-mini");
        assertEquals("gpt-4o-mini", choice().model());
        values.remove("model.provider");
        provider("other", "base_url", "https://x/v1", "api_key", "k");
        assertEquals("gpt-4o-mini", choice().model());
        set("providers.openkey.models", Map.of("openkey/gpt-4o-mini", Map.of("context_length", 5)));
        set("model.provider", "openkey");
        assertEquals("openkey/gpt-4o-mini", choice().model());
        assertEquals(5, choice().context());
    }

    @Test
    void refusesTheAddressOfOneProviderWithTheKeyOfAnother() {
        provider("openkey", "base_url", "https://openkey.cloud/v1", "api_key", "k")
                .set("model.provider", "openkey")
                .set("model.default", "m")
                .set("model.base_url", "https://openrouter.ai/api/v1");
        assertEquals("model.base_url", wrong().key());
        set("model.base_url", "https://openkey.cloud/v1");
        assertEquals("openkey", choice().endpoint().name());
    }

    @Test
    void saysWhatIsMissing() {
        assertEquals("model.provider", wrong().key());
        set("model.provider", "openkey2").set("model.default", "m");
        assertTrue(wrong().words().contains("no provider called openkey2"), wrong().words());
        provider("openkey2");
        assertEquals("providers.openkey2.base_url", wrong().key());
        set("providers.openkey2.base_url", "https://x.example/v1");
        assertEquals("there is no key for the provider openkey2; set OPENKEY2_API_KEY in .env", wrong().words());
        set("providers.openkey2.api_key", "none");
        assertTrue(choice().endpoint().key().isBlank());
        set("providers.openkey2.api_mode", "telepathy");
        assertEquals("providers.openkey2.api_mode", wrong().key());
        values.remove("providers.openkey2.api_mode");
        values.remove("model.default");
        assertEquals("model.default", wrong().key());
        values.remove("model.provider");
        provider("another");
        assertTrue(wrong().words().contains("another"), wrong().words());
    }

    @Test
    void followsAWishForAnotherModelAndProvider() {
        provider("one", "base_url", "https://a/v1", "api_key", "k1", "model", "a")
                .provider("two", "base_url", "https://b/v1", "api_key", "k2", "model", "b")
                .set("model.provider", "one")
                .set("model.default", "a");
        assertEquals(
                "two big https://b/v1/chat/completions k2",
                shown(chain("", "two/big").get(0)));
        assertEquals(
                "two b https://b/v1/chat/completions k2",
                shown(chain("two", "b").get(0)));
        assertEquals(
                "one other https://a/v1/chat/completions k1",
                shown(chain("", "other").get(0)));
    }

    @Test
    void fallsBackToThoseThatCanBeAskedAndNamesTheOthers() {
        provider("one", "base_url", "https://a/v1", "api_key", "k1", "model", "a")
                .provider("two", "base_url", "https://b/v1", "api_key", "k2", "model", "b")
                .set("model.provider", "one")
                .set("fallback_providers", List.of("two", "two/c", Map.of("provider", "two", "model", "d"), "nobody"));
        assertEquals(
                List.of("a", "b", "c", "d"),
                chain("", "").stream().map(Choice::model).toList());
        List<Finding> findings = new ModelRule().judge(new MapSettings(values));
        assertEquals(1, findings.size());
        assertEquals("fallback_providers.[3]", findings.get(0).key());
    }

    @Test
    void honoursTheProxyOfTheEnvironmentButNotForThisMachine() {
        set("environment.HTTPS_PROXY", "http://proxy:3128")
                .set("environment.NO_PROXY", "example.com, .internal.net")
                .set("model.default", "m");
        set("model.base_url", "https://api.openai.com/v1").set("model.api_key", "k");
        assertEquals("http://proxy:3128", choice().endpoint().proxy());
        for (String near : List.of("https://a.example.com/v1", "http://localhost:1/v1", "http://192.168.1.2/v1")) {
            set("model.base_url", near);
            assertEquals("", choice().endpoint().proxy(), near);
        }
    }

    @Test
    void theRuleSpeaksOnlyWhereAModelIsMeantToAnswer() {
        assertEquals(List.of(), new ModelRule().judge(new MapSettings(values)));
        values.put("providers", Map.of("one", Map.of("model", "m")));
        values.put("providers.one.model", "m");
        assertEquals(
                "providers.one.base_url",
                new ModelRule().judge(new MapSettings(values)).get(0).key());
        values.clear();
        provider("one");
        assertEquals(List.of(), new ModelRule().judge(new MapSettings(values)));
        set("model.default", "m").set("agent.kind", "demo");
        assertEquals(List.of(), new ModelRule().judge(new MapSettings(values)));
        set("agent.kind", "builtin");
        assertEquals(
                "providers.one.base_url",
                new ModelRule().judge(new MapSettings(values)).get(0).key());
    }
}

package io.hermesgateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.config.Configuration.Account;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.spi.settings.SettingsSpec;
import io.hermesgateway.spi.settings.Types;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    @TempDir
    Path folder;

    private Home home;

    @BeforeEach
    void makeHome() {
        home = new Home(folder);
    }

    private Settings qq() {
        return home.load().settings(Home.QQ);
    }

    @Test
    void servesDefaultsWithoutAnyFile() {
        Settings kernel = home.load().kernel();
        assertEquals("127.0.0.1", kernel.get(KernelSettings.HOST));
        assertEquals(8642L, kernel.get(KernelSettings.PORT));
        assertEquals(Duration.ofHours(1), kernel.get(KernelSettings.APPROVAL_TIMEOUT));
        assertEquals(List.of("requester"), kernel.get(KernelSettings.APPROVERS));
        assertEquals("default", kernel.originOf(KernelSettings.PORT));
        assertEquals(Optional.empty(), kernel.find(KernelSettings.PUBLIC_URL));
        assertEquals(List.of(), home.problems());
    }

    @Test
    void letsTheProcessWinOverDotEnvOverYaml() {
        home.yaml("platforms:\n  qqbot:\n    app_id: one\n");
        assertEquals("one", qq().get(Home.APP_ID));
        assertEquals("config.yaml:3", qq().originOf(Home.APP_ID));
        home.env("# first\nQQ_APP_ID=two\n");
        assertEquals("two", qq().get(Home.APP_ID));
        assertEquals(".env:2 (QQ_APP_ID)", qq().originOf(Home.APP_ID));
        home.process("QQ_APP_ID", "three");
        assertEquals("three", qq().get(Home.APP_ID));
        assertEquals("environment (QQ_APP_ID)", qq().originOf(Home.APP_ID));
        home.process("QQ_APP_ID", "  ");
        assertEquals("two", qq().get(Home.APP_ID));
    }

    @Test
    void countsEmptyValuesAsNotSet() {
        home.yaml("gateway: { host: '', port: , public_url: ~ }\napprovals: { timeout: null }\nagent:\n");
        Settings kernel = home.load().kernel();
        assertEquals("127.0.0.1", kernel.get(KernelSettings.HOST));
        assertEquals(8642L, kernel.get(KernelSettings.PORT));
        assertEquals(Optional.empty(), kernel.find(KernelSettings.PUBLIC_URL));
        assertEquals(List.of(), home.problems());
    }

    @Test
    void keepsTheSpellingOfIdsVersionsAndWords() {
        home.yaml(
                """
                platforms:
                  qqbot:
                    app_id: 0123
                    client_secret: 1.10
                    reply_to_mode: off
                    allowed_users: [007, 123456789012345678901234, 1e5, 0x1F, yes, 12:30]
                    sandbox: on
                """);
        assertEquals("0123", qq().get(Home.APP_ID));
        assertEquals("1.10", qq().get(Home.CLIENT_SECRET).reveal());
        assertEquals("off", qq().get(Home.REPLY));
        assertEquals(true, qq().get(Home.SANDBOX));
        assertEquals(
                List.of("007", "123456789012345678901234", "1e5", "0x1F", "yes", "12:30"),
                qq().get(PlatformSettings.ALLOWED_USERS));
        assertEquals(List.of(), home.problems());
    }

    @Test
    void givesTreesWithNumbersAndFlags() {
        Setting<Map<String, Object>> extra = Setting.of("extra_body", Types.TREE, null, "More.");
        SettingsSpec spec = SettingsSpec.of("model", extra);
        home.yaml("model:\n  extra_body: { n: 3, t: 0.70, on: true, off: 'true', l: [1, a], v.1: { x: ~ } }\n");
        Map<String, Object> expected = Map.of(
                "n",
                3L,
                "t",
                new BigDecimal("0.70"),
                "on",
                true,
                "off",
                "true",
                "l",
                List.of(1L, "a"),
                "v.1",
                Map.of("x", ""));
        assertEquals(expected, home.load().settings(spec).get(extra));
    }

    @Test
    void fillsVariablesInEveryString() {
        home.yaml("platforms:\n  qqbot:\n    app_id: 'a-${ONE}-$${ONE}-$ONE-${1x}'\n    allowed_users: ['${TWO}']\n");
        home.env("ONE=1\n").process("TWO", "u2");
        assertEquals("a-1-${ONE}-$ONE-${1x}", qq().get(Home.APP_ID));
        assertEquals(List.of("u2"), qq().get(PlatformSettings.ALLOWED_USERS));
    }

    @Test
    void namesAVariableThatIsNotSet() {
        home.yaml("platforms:\n  qqbot:\n    app_id: x\n    client_secret: '${NOWHERE}'\n    admins: ['${GONE}']\n");
        GatewayException e = assertThrows(GatewayException.class, () -> qq().get(Home.CLIENT_SECRET));
        assertEquals(KernelError.BAD_SETTING, e.code());
        assertTrue(String.valueOf(e.getMessage())
                .startsWith("config.yaml:4: platforms.qqbot.client_secret: the variable NOWHERE is not set"));
        assertThrows(GatewayException.class, () -> qq().get(PlatformSettings.ADMINS));
        List<Problem> problems = home.load().check(Home.SPECS);
        assertEquals(2, problems.size());
        assertTrue(problems.stream().allMatch(p -> p.isError() && p.section().equals("platforms.qqbot")));
    }

    @Test
    void failsOnlyWhoReadsABadValue() {
        home.yaml("gateway:\n  port: many\n  host: '::1'\n");
        Settings kernel = home.load().kernel();
        GatewayException e = assertThrows(GatewayException.class, () -> kernel.get(KernelSettings.PORT));
        assertEquals("config.yaml:2: gateway.port: must be a whole number", e.getMessage());
        assertEquals("::1", kernel.get(KernelSettings.HOST));
        assertEquals(List.of("config.yaml:2: gateway.port: must be a whole number"), home.problems());
    }

    @Test
    void neverRepeatsABadSecret() {
        home.yaml("platforms:\n  qqbot:\n    app_id: x\n    client_secret: { hunter2: hunter3 }\n");
        GatewayException e = assertThrows(GatewayException.class, () -> qq().get(Home.CLIENT_SECRET));
        StringBuilder all = new StringBuilder();
        for (Throwable t = e; t != null; t = t.getCause()) {
            all.append(t);
        }
        all.append(home.problems()).append(home.load()).append(qq());
        assertFalse(all.toString().contains("hunter"), all.toString());
        assertTrue(all.toString().contains("config.yaml:4: platforms.qqbot.client_secret: cannot be read as secret"));
    }

    @Test
    void saysWhereAMissingSettingBelongs() {
        home.yaml("platforms:\n  qqbot:\n    enabled: true\n");
        GatewayException e = assertThrows(GatewayException.class, () -> qq().get(Home.APP_ID));
        assertEquals("platforms.qqbot.app_id is missing; set it in config.yaml, or QQ_APP_ID in .env", e.getMessage());
        assertEquals(2, home.problems().size());
        assertTrue(home.problems().get(0).startsWith("config.yaml:2: platforms.qqbot.app_id: "));
        home.yaml("platforms:\n  qqbot:\n    enabled: false\n");
        assertEquals(List.of(), home.problems());
    }

    @Test
    void refusesPlaceholdersOfExamples() {
        for (String copied : List.of(
                "sk-…",
                "your-api-key",
                "changeme",
                "xxx",
                "<token>",
                "sk-xxxx",
                "YOUR_BOT_TOKEN",
                "sk-...",
                "replace-me",
                "********",
                "token",
                "put-your-key-here",
                "sk-your-key")) {
            home.yaml("platforms:\n  qqbot:\n    app_id: x\n    client_secret: '" + copied + "'\n");
            GatewayException e = assertThrows(GatewayException.class, () -> qq().get(Home.CLIENT_SECRET), copied);
            assertTrue(String.valueOf(e.getMessage()).contains("placeholder of an example"));
            assertEquals(1, home.problems().size());
        }
        for (String real :
                List.of("no-key-required", "ollama", "EMPTY", "s3cr3t", "sk-abcdef0123456789", "test-secret")) {
            home.yaml("platforms:\n  qqbot:\n    app_id: x\n    client_secret: " + real + "\n");
            assertEquals(real, qq().get(Home.CLIENT_SECRET).reveal());
        }
    }

    @Test
    void readsWhatEveryPlatformHasFromYamlAndEnvironment() {
        home.yaml(
                """
                platforms:
                  qqbot:
                    allow_from: [a, b]
                    extra:
                      allow_admin_from: [boss]
                      dm_policy: allowlist
                    home_channel: { platform: qqbot, chat_id: c1, name: Home }
                """);
        assertEquals(List.of("a", "b"), qq().get(PlatformSettings.ALLOWED_USERS));
        assertEquals(List.of("boss"), qq().get(PlatformSettings.ADMINS));
        assertEquals("allowlist", qq().get(PlatformSettings.DM_POLICY));
        assertEquals("c1", qq().get(PlatformSettings.HOME_CHANNEL));
        assertEquals("Home", qq().get(PlatformSettings.HOME_CHANNEL_NAME));
        home.env(
                "QQ_ALLOWED_USERS=u1, u2\nQQBOT_HOME_CHANNEL=c2\nQQ_ALLOW_ALL_USERS=true\nQQ_GROUP_ALLOWED_USERS=g1\n");
        assertEquals(List.of("u1", "u2"), qq().get(PlatformSettings.ALLOWED_USERS));
        assertEquals("c2", qq().get(PlatformSettings.HOME_CHANNEL));
        assertEquals(true, qq().get(PlatformSettings.ALLOW_ALL_USERS));
        assertEquals(List.of("g1"), qq().get(PlatformSettings.GROUP_ALLOWED_USERS));
    }

    @Test
    void takesTheDefaultThatAPlatformDeclaresForACommonSetting() {
        Setting<String> policy = Setting.of("dm_policy", Types.choice("open", "closed"), "open", "Who may write.");
        SettingsSpec weixin = SettingsSpec.of("platforms.weixin", policy);
        assertEquals("open", home.load().settings(weixin).get(PlatformSettings.DM_POLICY));
    }

    @Test
    void knowsNamedAccountsAndKeepsTheirCredentialsApart() {
        home.yaml(
                """
                platforms:
                  qqbot:
                    proxy: socks5://p:1
                    client_secret: shared
                    accounts:
                      ann: { app_id: "1", client_secret: s1, proxy: "http://q:2" }
                      bob: { app_id: "2", enabled: no }
                """);
        Configuration c = home.load();
        assertEquals(
                List.of(
                        new Account("qqbot", "platforms.qqbot", true),
                        new Account("qqbot.ann", "platforms.qqbot.accounts.ann", true),
                        new Account("qqbot.bob", "platforms.qqbot.accounts.bob", false)),
                c.accounts(Home.QQ));
        Settings ann = c.settings(Home.QQ, "platforms.qqbot.accounts.ann");
        Settings bob = c.settings(Home.QQ, "platforms.qqbot.accounts.bob");
        assertEquals("1", ann.get(Home.APP_ID));
        assertEquals("http://q:2", ann.get(PlatformSettings.PROXY));
        assertEquals("socks5://p:1", bob.get(PlatformSettings.PROXY));
        assertThrows(GatewayException.class, () -> bob.get(Home.CLIENT_SECRET));
    }

    @Test
    void leavesThePlainAccountOutWhenOnlyNamedOnesHaveCredentials() {
        home.yaml(
                "platforms:\n  qqbot:\n    proxy: http://p:1\n    accounts:\n      ann: { app_id: 1, client_secret: abcdef }\n");
        assertEquals(
                List.of(new Account("qqbot.ann", "platforms.qqbot.accounts.ann", true)),
                home.load().accounts(Home.QQ));
        assertEquals(List.of(), home.problems());
        home.env("QQ_APP_ID=9\nQQ_CLIENT_SECRET=abcdef\n");
        assertEquals(2, home.load().accounts(Home.QQ).size());
        assertEquals(
                "1",
                home.load().settings(Home.QQ, "platforms.qqbot.accounts.ann").get(Home.APP_ID));
    }

    @Test
    void usesAPlatformThatIsMentionedOrHasCredentials() {
        assertFalse(home.load().accounts(Home.QQ).get(0).enabled());
        home.env("QQ_APP_ID=1\n");
        assertTrue(home.load().accounts(Home.QQ).get(0).enabled());
        home.yaml("platforms: { qqbot: { enabled: false } }\n");
        assertFalse(home.load().accounts(Home.QQ).get(0).enabled());
        home.env("QQ_ENABLED=true\n");
        assertTrue(home.load().accounts(Home.QQ).get(0).enabled());
    }

    @Test
    void acceptsOlderPlacesOfKeys() {
        home.yaml(
                """
                gateway:
                  platforms:
                    qqbot: { app_id: "7", client_secret: abcdef }
                platforms:
                  api_server: { host: 0.0.0.0, extra: { port: 9000 } }
                """);
        assertEquals("7", qq().get(Home.APP_ID));
        assertEquals("config.yaml:3", qq().originOf(Home.APP_ID));
        assertEquals("0.0.0.0", home.load().kernel().get(KernelSettings.HOST));
        assertEquals(9000L, home.load().kernel().get(KernelSettings.PORT));
        home.process("API_SERVER_PORT", "9001");
        assertEquals(9001L, home.load().kernel().get(KernelSettings.PORT));
    }

    @Test
    void reportsTheSameKeyInAnOlderAndANewerPlace() {
        home.yaml(
                "gateway: { platforms: { qqbot: { sandbox: true } } }\nplatforms: { qqbot: { enabled: no, sandbox: false } }\n");
        assertEquals(List.of("config.yaml:2: platforms.qqbot.sandbox: is set in line 1 too"), home.problems());
    }

    @Test
    void findsTheKeyOfAProviderUnderEverySpelling() {
        Setting<Map<String, Object>> providers = Setting.of("providers", Types.TREE, Map.of(), "Providers.");
        SettingsSpec agent = SettingsSpec.of("", providers);
        home.yaml(
                """
                providers:
                  one: { base_url: "https://a/v1", key_env: ONE_K }
                  two: { base_url: "https://b/v1", api_key_env: TWO_K, api_key: "sk-…" }
                  three: { base_url: "https://c/v1", api_key: "${THREE_K}" }
                  open-four: { base_url: "https://d/v1" }
                  five: { base_url: "https://e/v1", key_env: FIVE_K }
                custom_providers:
                  - { name: six, key_env: ONE_K }
                model: { key_env: TWO_K }
                """);
        home.env("ONE_K=1111\nTWO_K=2222\n").process("THREE_K", "3333").process("OPEN_FOUR_API_KEY", "4444");
        Map<String, Object> tree = home.load().settings(agent).get(providers);
        assertEquals("1111", of(tree, "one"));
        assertEquals("2222", of(tree, "two"));
        assertEquals("3333", of(tree, "three"));
        assertEquals("4444", of(tree, "open-four"));
        Setting<List<Map<String, Object>>> custom = Setting.of("custom_providers", new Maps(), null, "Older.");
        assertEquals(
                "1111",
                home.load()
                        .settings(SettingsSpec.of("", custom))
                        .get(custom)
                        .get(0)
                        .get("api_key"));
        List<Problem> problems = home.load().check(List.of(agent));
        assertEquals(
                List.of("config.yaml:6: providers.five.api_key: the variable FIVE_K is not set"),
                problems.stream().map(Problem::text).toList());
        assertEquals("providers.five", problems.get(0).section());
    }

    private static Object of(Map<String, Object> tree, String provider) {
        return tree.get(provider) instanceof Map<?, ?> section ? String.valueOf(section.get("api_key")) : "";
    }

    /** A type as a plugin might declare it. */
    private record Maps() implements io.hermesgateway.spi.settings.SettingType<List<Map<String, Object>>> {
        @Override
        public String name() {
            return "sections";
        }

        @Override
        @SuppressWarnings("unchecked")
        public List<Map<String, Object>> read(Object raw) {
            return (List<Map<String, Object>>) raw;
        }
    }

    @Test
    void turnsAnythingAPluginsTypeThrowsIntoASentence() {
        Setting<List<Map<String, Object>>> maps = Setting.of("maps", new Maps(), null, "Maps.");
        home.yaml("mine: { maps: 5 }\n");
        SettingsSpec spec = SettingsSpec.of("mine", maps);
        GatewayException e = assertThrows(
                GatewayException.class, () -> home.load().settings(spec).get(maps));
        assertEquals("config.yaml:1: mine.maps: cannot be read as sections", e.getMessage());
    }

    @Test
    void tellsWhichSectionsChanged() {
        home.yaml("platforms: { qqbot: { app_id: 1, accounts: { a: { app_id: 2 } } } }\ngateway: { port: 1 }\n");
        Configuration old = home.load();
        home.yaml(
                "# moved\n\ngateway: { port: 1 }\nplatforms: { qqbot: { app_id: 1, accounts: { a: { app_id: 2 } } } }\n");
        assertEquals(Set.of(), home.load().changedSince(old, Home.SPECS));
        home.env("GATEWAY_ALLOW_ALL_USERS=true\n");
        assertEquals(Set.of("gateway"), home.load().changedSince(old, Home.SPECS));
        home.env("OPENKEY_API_KEY=12345678\n");
        home.yaml(
                """
                platforms: { qqbot: { app_id: 1, proxy: 'http://p:1', accounts: { a: { app_id: 2 } } } }
                gateway: { port: 1 }
                providers: { openkey: { base_url: 'https://x/v1' } }
                command_allowlist: [x]
                """);
        assertEquals(
                Set.of("platforms.qqbot", "platforms.qqbot.accounts.a", "providers.openkey", "command_allowlist"),
                home.load().changedSince(old, Home.SPECS));
    }
}

package io.hermesgateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.config.Configuration.Row;
import io.hermesgateway.spi.settings.Setting;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListingTest {
    @TempDir
    Path folder;

    private Home home;

    @BeforeEach
    void makeHome() {
        home = new Home(folder);
        home.yaml(
                """
                gateway: { port: 9000 }
                platforms:
                  qqbot:
                    app_id: "1"
                    client_secret: very-secret-value
                    proxy: http://me:proxypass@p:1
                providers:
                  a: { api_key: providersecret1, models: { m: { token: nestedsecret1 } } }
                console: { tokens: [{ name: ann, token: consolesecret1 }] }
                """);
        home.env("SOMETHING_KEY=onlyinenv1\nQQ_STT_APIKEY=sttsecret1\nPLAIN=visible\nDB_PASSWORD=dbsecret1\n");
        home.process("QQ_ALLOWED_USERS", "u1,u2");
    }

    private Map<String, Row> rows(boolean all) {
        return home.load().show(Home.SPECS, all).stream().collect(Collectors.toMap(Row::key, Function.identity()));
    }

    @Test
    void showsEffectiveValuesWithTheirOrigin() {
        Map<String, Row> rows = rows(false);
        assertEquals(
                new Row("gateway.port", "9000", "config.yaml:1", "The port to listen on."), rows.get("gateway.port"));
        Row users = rows.get("platforms.qqbot.allowed_users");
        assertEquals("u1,u2", users == null ? "" : users.value());
        assertEquals("environment (QQ_ALLOWED_USERS)", users == null ? "" : users.origin());
        assertFalse(rows.containsKey("gateway.host"));
    }

    @Test
    void showsEverythingWhenAsked() {
        Map<String, Row> rows = rows(true);
        assertEquals(
                new Row("gateway.host", "127.0.0.1", "default", "The address to listen on."), rows.get("gateway.host"));
        Row timeout = rows.get("approvals.timeout");
        assertEquals("3600", timeout == null ? "" : timeout.value());
        assertTrue(rows.containsKey("platforms.qqbot.dm_policy"));
        assertEquals(rows.size(), home.load().show(Home.SPECS, true).size());
    }

    @Test
    void masksSecretsInEveryRow() {
        String shown = home.load().show(Home.SPECS, true).toString();
        for (String secret : List.of("very-secret", "proxypass", "providersecret", "nestedsecret", "consolesecret")) {
            assertFalse(shown.contains(secret), shown);
        }
        assertTrue(shown.contains("••••alue"));
        assertTrue(shown.contains("name: ann"));
    }

    @Test
    void listsEverySecretForTheRedactor() {
        Set<String> secrets = home.load().secrets(Home.SPECS);
        assertTrue(secrets.containsAll(Set.of(
                "very-secret-value",
                "providersecret1",
                "nestedsecret1",
                "consolesecret1",
                "onlyinenv1",
                "sttsecret1",
                "dbsecret1")));
        assertFalse(secrets.contains("visible"));
        assertFalse(secrets.contains(""));
    }

    @Test
    void declaresEveryConstantWithTheTypeOfTheTable() throws Exception {
        for (Class<?> constants : List.of(KernelSettings.class, PlatformSettings.class)) {
            for (Field field : constants.getFields()) {
                if (field.getGenericType() instanceof ParameterizedType type && type.getRawType() == Setting.class) {
                    Setting<?> setting = (Setting<?>) field.get(null);
                    String sample = setting.type().choices().isEmpty()
                            ? "1"
                            : setting.type().choices().get(0);
                    String text = setting.type().name().equals("url") ? "https://host/" : sample;
                    Type argument = type.getActualTypeArguments()[0];
                    Class<?> java = (Class<?>) (argument instanceof ParameterizedType p ? p.getRawType() : argument);
                    assertInstanceOf(java, setting.type().read(text), setting.key());
                    assertFalse(setting.description().isBlank(), setting.key());
                }
            }
        }
    }
}

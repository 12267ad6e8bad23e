package io.hermesgateway.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.settings.Secret;
import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.SettingType;
import io.hermesgateway.spi.settings.SettingsSpec;
import io.hermesgateway.spi.settings.Types;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @Test
    void readsWhatPeopleWrite() {
        assertEquals("7", Types.TEXT.read(7));
        assertEquals(10_000L, Types.NUMBER.read(" 10_000 "));
        assertEquals(Duration.ofMillis(1_500), Types.SECONDS.read("1.5"));
        assertEquals(URI.create("https://host/path"), Types.URL.read("https://host/path"));
        assertEquals("manual", Types.choice("manual", "off").read("Manual"));
        assertEquals(Map.of("1", "a"), Types.TREE.read(Map.of(1, "a")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "Yes", "ON", "1"})
    void manyWordsMeanYes(String word) {
        assertTrue(Types.FLAG.read(word));
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "no", "Off", "0", ""})
    void andManyMeanNo(String word) {
        assertFalse(Types.FLAG.read(word));
    }

    @Test
    void aListMayBeALineWithCommas() {
        assertEquals(List.of("a", "b"), Types.LIST.read(" a, ,b"));
        assertEquals(List.of("1", "2"), Types.LIST.read(List.of(1, " 2 ")));
    }

    @Test
    void refusesWithAWordAboutWhatItMustBe() {
        refuses(Types.FLAG, "perhaps", "true or false");
        refuses(Types.NUMBER, "many", "whole number");
        refuses(Types.SECONDS, "soon", "number of seconds");
        refuses(Types.SECONDS, "-1", "zero or more");
        refuses(Types.URL, "host/path", "full URL");
        refuses(Types.URL, "http://a b", "full URL");
        refuses(Types.choice("a", "b"), "c", "one of a, b");
        refuses(Types.TEXT, List.of("a"), "single value");
        refuses(Types.LIST, Map.of(), "list");
        refuses(Types.TREE, "a", "section");
    }

    private static void refuses(SettingType<?> type, Object raw, String words) {
        Exception refused = assertThrows(IllegalArgumentException.class, () -> type.read(raw));
        assertTrue(String.valueOf(refused.getMessage()).contains(words), refused::toString);
    }

    @Test
    void showsOfASecretAtMostItsTail() {
        assertEquals("••••", Types.SECRET.read("short").toString());
        assertEquals("••••7890", new Secret("sk-1234567890").toString());
        assertEquals("sk-1234567890", new Secret("sk-1234567890").reveal());
        assertTrue(new Secret(" ").isBlank());
        assertTrue(Types.SECRET.secret() && !Types.TEXT.secret());
    }

    @Test
    void isDeclaredOnceWithAllItsNames() {
        Setting<String> setting =
                Setting.of("base_url", Types.TEXT, "x", "where").env("A", "B").alias("url");
        assertEquals(List.of("A", "B"), setting.env());
        assertEquals(List.of("url"), setting.aliases());
        assertEquals("x", setting.fallback());
        assertFalse(setting.required());
        assertTrue(Setting.required("k", Types.SECRET, "d").required());
        assertEquals(List.of(setting), SettingsSpec.of("model", setting).settings());
        assertEquals(List.of(), SettingsSpec.none().settings());
        assertEquals(List.of("list", "section"), List.of(Types.LIST.name(), Types.TREE.name()));
    }
}

package io.hermesgateway.httpkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.settings.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeysTest {

    @Test
    void findsWhoseKeyItIs() {
        Keys keys = Keys.of(List.of(
                Keys.Key.of("ann", new Secret("the-key-of-ann")), Keys.Key.of("bob", new Secret(" the-key-of-bob "))));
        assertEquals("ann", keys.byToken("the-key-of-ann").orElseThrow().name());
        assertEquals("bob", keys.byHeader("Bearer the-key-of-bob").orElseThrow().name());
        assertTrue(keys.byToken("the-key-of-an").isEmpty());
        assertTrue(keys.byToken("x".repeat(5_000)).isEmpty());
        assertTrue(keys.byHeader(null).isEmpty());
        assertFalse(keys.isEmpty());
        assertTrue(Keys.of(List.of()).isEmpty());
    }

    @Test
    void aKeyThatGuardsNothingIsToldBySentence() {
        assertTrue(Keys.fault(null).orElse("").contains("no key is set"));
        assertTrue(Keys.fault(new Secret("  ")).orElse("").contains("no key is set"));
        assertTrue(Keys.fault(new Secret("ChangeMe")).orElse("").contains("placeholder"));
        assertTrue(Keys.fault(new Secret("fifteen-letters")).orElse("").contains("16"));
        assertTrue(Keys.fault(new Secret("sixteen-letters!")).isEmpty());
    }

    @Test
    void theKeyIsNotPrinted() {
        assertFalse(Keys.Key.of("ann", new Secret("the-key-of-ann")).toString().contains("the-key"));
    }
}

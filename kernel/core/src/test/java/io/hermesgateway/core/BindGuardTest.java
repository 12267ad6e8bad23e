package io.hermesgateway.core;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.config.Configuration;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BindGuardTest {
    @TempDir
    Path folder;

    private void check(String host, String key) {
        Configuration configuration =
                Configuration.load(folder, Map.of("API_SERVER_HOST", host, "API_SERVER_KEY", key));
        BindGuard.check(configuration);
    }

    @Test
    void item41_tellsThisMachineFromTheNetwork() {
        for (String here : List.of("127.0.0.1", "127.9.9.9", "::1", "localhost", "::ffff:127.0.0.1")) {
            assertFalse(BindGuard.isNetworkAccessible(here), here);
        }
        for (String there : List.of("0.0.0.0", "::", "192.168.1.5", "no-such-host.invalid")) {
            assertTrue(BindGuard.isNetworkAccessible(there), there);
        }
    }

    @Test
    void item40_doesNotListenToOthersWithoutARealKey() {
        for (String key : List.of("", "short", "changeme", "your_api_key_here", "placeholder", "  ")) {
            GatewayException refused =
                    assertThrows(GatewayException.class, () -> check("0.0.0.0", key), "'" + key + "'");
            assertEquals(KernelError.BAD_SETTING, refused.code());
            assertTrue(String.valueOf(refused.getMessage()).contains("API_SERVER_KEY"), refused.getMessage());
        }
        assertDoesNotThrow(() -> check("0.0.0.0", "a-key-that-is-really-long"));
        assertDoesNotThrow(() -> check("127.0.0.1", "short"));
    }
}

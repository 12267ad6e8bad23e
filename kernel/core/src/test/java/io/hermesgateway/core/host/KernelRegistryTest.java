package io.hermesgateway.core.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.plugin.Registry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class KernelRegistryTest {
    private final KernelRegistry registry = new KernelRegistry();

    @Test
    void letsTheLatestHideTheEarlierWhileItLives() {
        registry.publish(String.class, "name", "first");
        Registration second = registry.publish(String.class, "name", "second");
        assertEquals(Optional.of("second"), registry.find(String.class, "name"));
        second.close();
        second.close();
        assertEquals(Optional.of("first"), registry.find(String.class, "name"));
    }

    @Test
    void listsByNameAndKeepsContractsApart() {
        registry.publish(String.class, "b", "2");
        registry.publish(Integer.class, "a", 7);
        registry.publish(String.class, "a", "1");
        assertEquals(
                List.of("1", "2"),
                registry.all(String.class).stream().map(Registry.Named::object).toList());
        assertEquals(Optional.of("1"), registry.any(String.class));
        assertEquals(Optional.empty(), registry.any(Long.class));
    }

    @Test
    void takesBackWhatAStoppedPluginPublishedAndTakesNoMoreFromIt() {
        AtomicBoolean alive = new AtomicBoolean(true);
        Object plugin = new Object();
        Registry view = registry.of(plugin, alive::get);
        registry.publish(String.class, "ours", "stays");
        view.publish(String.class, "theirs", "goes");
        assertEquals(2, view.all(String.class).size());
        alive.set(false);
        registry.withdraw(plugin);
        assertEquals(Optional.empty(), view.find(String.class, "theirs"));
        assertEquals(Optional.of("stays"), view.find(String.class, "ours"));
        assertThrows(IllegalStateException.class, () -> view.publish(String.class, "late", "x"));
    }
}

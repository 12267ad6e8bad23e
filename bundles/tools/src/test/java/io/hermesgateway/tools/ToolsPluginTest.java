package io.hermesgateway.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.hermesgateway.spi.plugin.Plugin;
import io.hermesgateway.spi.tool.ToolFactory;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class ToolsPluginTest {

    @Test
    void isFoundThroughTheFrontDoor() {
        List<Plugin> found = ServiceLoader.load(Plugin.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        assertEquals(1, found.size());
        assertInstanceOf(ToolsPlugin.class, found.get(0));
        ToolFactory terminal = found.get(0).tools().get(0);
        assertEquals("terminal", terminal.toolset());
        assertEquals("terminal", terminal.settings().section());
        assertEquals("command-guard", found.get(0).services().get(0).name());
        assertEquals(
                "approvals", found.get(0).services().get(0).settings().get(0).section());
    }
}

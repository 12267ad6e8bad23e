package io.hermesgateway.spi.plugin;

import io.hermesgateway.spi.agent.AgentFactory;
import io.hermesgateway.spi.platform.PlatformFactory;
import io.hermesgateway.spi.service.ServiceFactory;
import io.hermesgateway.spi.store.StoreFactory;
import io.hermesgateway.spi.tool.ToolFactory;
import java.util.List;

/**
 * The one front door of a plugin. A plugin is a jar with a public class that implements this interface, has a public
 * constructor without parameters, and is named in {@code META-INF/services/io.hermesgateway.spi.plugin.Plugin}. No OSGi
 * manifest is needed.
 *
 * <p><b>Life.</b> The kernel creates one instance per load, in a class loader of its own, asks each method once, opens
 * what the factories offer, and later closes it. After a swap the old instance is never called again. Nothing may be
 * started in the constructor or in these methods; they must return at once.
 *
 * <p><b>Threads.</b> Everything a plugin does runs on threads of its own group with the plugin's loader as context
 * loader. Calls have deadlines: one that is overdue is interrupted, the instance is disowned and a fresh one is started
 * in a new loader. After repeated failure the plugin is quarantined until a person or a new jar says otherwise.
 *
 * <p><b>Failure.</b> Any Throwable becomes a status of the plugin. {@code System.exit} is refused with a
 * {@link SecurityException}.
 *
 * <p>A new kind of extension will be a new default method here, never a second interface to register.
 */
public interface Plugin {
    /** Adapters to chat platforms. */
    default List<PlatformFactory> platforms() {
        return List.of();
    }

    /** Stores for history. */
    default List<StoreFactory> stores() {
        return List.of();
    }

    /** Agents. */
    default List<AgentFactory> agents() {
        return List.of();
    }

    /** Tools for agents. */
    default List<ToolFactory> tools() {
        return List.of();
    }

    /** Long-running services; only the gateway's own bundles get the control calls. */
    default List<ServiceFactory> services() {
        return List.of();
    }
}

package io.hermesgateway.core;

import io.hermesgateway.core.inbox.Pairing;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.plugin.Registry;
import io.hermesgateway.spi.service.ControlVerb;
import java.util.Map;

/** The operator's calls about who may talk to the agent. */
final class PairingVerbs {
    private PairingVerbs() {}

    static void publish(Registry registry, Pairing pairing) {
        registry.publish(ControlVerb.class, "pairing.list", (who, args, shown) -> pairing.list());
        registry.publish(
                ControlVerb.class,
                "pairing.approve",
                (who, args, shown) -> pairing.approve(text(args, "platform"), text(args, "code")));
        registry.publish(
                ControlVerb.class,
                "pairing.revoke",
                (who, args, shown) -> Map.of("revoked", pairing.revoke(text(args, "platform"), text(args, "user"))));
    }

    private static String text(Map<String, Object> arguments, String name) {
        Object value = arguments.get(name);
        if (value == null || value.toString().isBlank()) {
            throw new GatewayException(KernelError.BAD_REQUEST, "the argument '" + name + "' is missing");
        }
        return value.toString();
    }
}

package io.hermesgateway.core;

import io.hermesgateway.core.control.ControlCalls;
import io.hermesgateway.core.inbox.Pairing;
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
                (who, args, shown) ->
                        pairing.approve(ControlCalls.text(args, "platform"), ControlCalls.text(args, "code")));
        registry.publish(
                ControlVerb.class,
                "pairing.revoke",
                (who, args, shown) -> Map.of(
                        "revoked",
                        pairing.revoke(ControlCalls.text(args, "platform"), ControlCalls.text(args, "user"))));
    }
}

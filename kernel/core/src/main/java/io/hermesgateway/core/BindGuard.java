package io.hermesgateway.core;

import io.hermesgateway.config.Configuration;
import io.hermesgateway.config.KernelSettings;
import io.hermesgateway.config.PlatformSettings;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.settings.Secret;
import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.spi.settings.SettingsSpec;
import io.hermesgateway.spi.settings.Types;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A gateway that others can reach runs commands for whoever has its key; without a real one it does not start, and a
 * running one does not open itself.
 */
final class BindGuard {
    private static final Setting<Secret> KEY =
            Setting.of("key", Types.SECRET, new Secret(""), "").env("API_SERVER_KEY");
    private static final Setting<Boolean> ENABLED =
            Setting.of("enabled", Types.FLAG, true, "").env("API_SERVER_ENABLED");
    private static final SettingsSpec SPEC = SettingsSpec.of("platforms." + PlatformSettings.API_SERVER, KEY, ENABLED);
    private static final int SHORTEST = 16;

    private BindGuard() {}

    /** @throws GatewayException {@code bad_setting} with a sentence for the operator */
    static void check(Configuration configuration) {
        fault(configuration).ifPresent(fault -> {
            throw new GatewayException(KernelError.BAD_SETTING, fault);
        });
    }

    /** A sentence for the operator; empty when nothing is wrong. */
    static Optional<String> fault(Configuration configuration) {
        String host = configuration.kernel().get(KernelSettings.HOST);
        Settings api = configuration.settings(SPEC);
        if (!isNetworkAccessible(host) || !api.get(ENABLED)) {
            return Optional.empty();
        }
        String fault = fault(api);
        return fault.isEmpty()
                ? Optional.empty()
                : Optional.of("gateway.host is " + host + ", which others can reach, but " + fault
                        + ". Put one of at least "
                        + SHORTEST
                        + " characters into API_SERVER_KEY in .env (for example: openssl rand -hex 24), or"
                        + " listen on 127.0.0.1.");
    }

    private static String fault(Settings api) {
        try {
            int length = api.get(KEY).reveal().strip().length();
            return length == 0 ? "no key is set" : length < SHORTEST ? "the key is short" : "";
        } catch (GatewayException placeholder) {
            return "the key is a placeholder";
        }
    }

    /** False only for what surely is this machine alone. */
    static boolean isNetworkAccessible(String host) {
        try {
            return !Stream.of(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException unknown) {
            return true;
        }
    }
}

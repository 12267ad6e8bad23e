package io.hermesgateway.http;

import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.spi.settings.SettingsSpec;
import io.hermesgateway.spi.settings.Types;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Where to listen and under which names.
 *
 * @param names host names that a request may be meant for, in lower case
 */
record HttpSettings(InetSocketAddress address, Set<String> names) {
    private static final Setting<String> HOST = Setting.of("host", Types.TEXT, "127.0.0.1", "The address to listen on.")
            .env("API_SERVER_HOST");
    private static final Setting<Long> PORT =
            Setting.of("port", Types.NUMBER, 8642L, "The port to listen on.").env("API_SERVER_PORT");
    private static final Setting<URI> PUBLIC_URL =
            Setting.of("public_url", Types.URL, null, "Where people reach the gateway from outside.");
    private static final Setting<List<String>> ALLOWED_HOSTS =
            Setting.of("allowed_hosts", Types.LIST, List.of(), "Further host names under which it may be asked.");

    static final SettingsSpec SPEC = SettingsSpec.of("gateway", HOST, PORT, PUBLIC_URL, ALLOWED_HOSTS);

    static HttpSettings of(Settings settings) {
        String host = settings.get(HOST);
        Set<String> names = new HashSet<>(List.of("localhost", host.toLowerCase(Locale.ROOT)));
        settings.get(ALLOWED_HOSTS).forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        settings.find(PUBLIC_URL).ifPresent(url -> names.add(url.getHost().toLowerCase(Locale.ROOT)));
        return new HttpSettings(new InetSocketAddress(host, Math.toIntExact(settings.get(PORT))), Set.copyOf(names));
    }

    /**
     * Whether a request may be meant for this host. A page of a stranger can give its own name our address and then talk
     * to us from a browser, but it cannot take away its name; a literal address is nobody's name.
     */
    boolean answersTo(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return names.contains(name) || name.endsWith(".localhost") || isLiteral(name);
    }

    private static boolean isLiteral(String host) {
        return host.contains(":") || host.matches("\\d{1,3}(\\.\\d{1,3}){3}");
    }

    /** Whether anybody but this machine can reach it. */
    boolean local() {
        InetAddress to = address.getAddress();
        return to != null && to.isLoopbackAddress();
    }
}

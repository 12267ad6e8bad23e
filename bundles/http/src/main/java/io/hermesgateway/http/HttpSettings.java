package io.hermesgateway.http;

import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.spi.settings.SettingsSpec;
import io.hermesgateway.spi.settings.Types;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where to listen, under which names, and how patiently.
 *
 * @param names host names that a request may be meant for, in lower case
 * @param isPublic whether people reach it from outside under another name
 * @param drain how long answers may take to end when this instance is replaced
 * @param tls the certificate and its key, or null for plain HTTP
 * @param accessLog {@code off}, {@code errors} or {@code all}
 */
record HttpSettings(
        InetSocketAddress address,
        Set<String> names,
        boolean isPublic,
        Duration drain,
        @Nullable Pem tls,
        String accessLog) {
    /** Two PEM files. */
    record Pem(Path cert, Path key) {}

    private static final Setting<String> HOST = Setting.of("host", Types.TEXT, "127.0.0.1", "The address to listen on.")
            .env("API_SERVER_HOST");
    private static final Setting<Long> PORT =
            Setting.of("port", Types.NUMBER, 8642L, "The port to listen on.").env("API_SERVER_PORT");
    private static final Setting<URI> PUBLIC_URL =
            Setting.of("public_url", Types.URL, null, "Where people reach the gateway from outside.");
    private static final Setting<List<String>> ALLOWED_HOSTS =
            Setting.of("allowed_hosts", Types.LIST, List.of(), "Further host names under which it may be asked.");
    private static final Setting<Duration> DRAIN = Setting.of(
            "drain_timeout", Types.SECONDS, Duration.ofSeconds(60), "How long running work may take to end at a stop.");
    private static final Setting<String> CERT =
            Setting.of("tls.cert", Types.TEXT, null, "A PEM file with the certificate and its chain, for HTTPS.");
    private static final Setting<String> KEY =
            Setting.of("tls.key", Types.TEXT, null, "The PEM file with the key of the certificate.");
    private static final Setting<String> ACCESS_LOG = Setting.of(
            "access_log", Types.choice("off", "errors", "all"), "errors", "Which requests are written to the log.");

    static final SettingsSpec SPEC =
            SettingsSpec.of("gateway", HOST, PORT, PUBLIC_URL, ALLOWED_HOSTS, DRAIN, CERT, KEY, ACCESS_LOG);

    static HttpSettings of(Settings settings, Path home) {
        String host = settings.get(HOST);
        Set<String> names = new HashSet<>(List.of("localhost", host.toLowerCase(Locale.ROOT)));
        settings.get(ALLOWED_HOSTS).forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        var publicUrl = settings.find(PUBLIC_URL);
        publicUrl.ifPresent(url -> names.add(url.getHost().toLowerCase(Locale.ROOT)));
        Pem pem = settings.find(CERT)
                .flatMap(cert -> settings.find(KEY).map(key -> new Pem(home.resolve(cert), home.resolve(key))))
                .orElse(null);
        return new HttpSettings(
                new InetSocketAddress(host, Math.toIntExact(settings.get(PORT))),
                Set.copyOf(names),
                publicUrl.isPresent(),
                settings.get(DRAIN),
                pem,
                settings.get(ACCESS_LOG));
    }

    /**
     * Whether a request may be meant for this host. A page of a stranger can give its own name our address and then talk
     * to us from a browser, but it cannot take away its name; a literal address is nobody's name.
     */
    boolean answersTo(String host) {
        if (names.contains(host) || isLiteral(host)) {
            return true;
        }
        String name = host.toLowerCase(Locale.ROOT);
        return names.contains(name) || name.endsWith(".localhost");
    }

    private static boolean isLiteral(String host) {
        boolean digitsAndDots = !host.isEmpty();
        for (int at = 0; at < host.length(); at++) {
            char c = host.charAt(at);
            if (c == ':') {
                return true;
            }
            digitsAndDots &= c == '.' || (c >= '0' && c <= '9');
        }
        return digitsAndDots;
    }

    /** Whether nobody but this machine can reach it, as far as we know. */
    boolean local() {
        InetAddress to = address.getAddress();
        return to != null && to.isLoopbackAddress() && !isPublic;
    }
}

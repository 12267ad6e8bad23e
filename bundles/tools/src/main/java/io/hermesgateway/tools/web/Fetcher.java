package io.hermesgateway.tools.web;

import io.hermesgateway.spi.plugin.Tasks;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Fetches a page, looking at every address on the way, also those of redirects. The check and the connection see the same
 * addresses, because the JVM keeps a name's addresses for a while; and what answers over TLS must own the name.
 */
final class Fetcher {
    /** A larger page is cut. */
    static final int LARGEST = 5 << 20;

    private static final int MOST_REDIRECTS = 5;
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final Predicate<InetAddress> allowed;
    private final HttpClient client;

    Fetcher(Predicate<InetAddress> allowed, Tasks tasks) {
        this.allowed = allowed;
        this.client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(10))
                .executor(task -> tasks.run("web fetch", task))
                .build();
    }

    /** What came back, and from where in the end. */
    record Fetched(URI from, int status, String type, ByteBuffer body, boolean cut) {}

    /** It is not fetched; the message says why. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    Fetched fetch(URI address) throws IOException, InterruptedException {
        URI at = address;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            check(at);
            HttpResponse<InputStream> response = client.send(request(at), BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                Optional<String> location = response.headers().firstValue("location");
                if (!REDIRECTS.contains(response.statusCode()) || location.isEmpty()) {
                    return fetched(at, response, body);
                }
                at = next(at, location.get());
            }
        }
        throw new Refused("It was redirected more than " + MOST_REDIRECTS + " times.");
    }

    private static Fetched fetched(URI at, HttpResponse<InputStream> response, InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(LARGEST);
        boolean cut = bytes.length == LARGEST && body.read() >= 0;
        String type = response.headers().firstValue("content-type").orElse("");
        return new Fetched(at, response.statusCode(), type.toLowerCase(Locale.ROOT), ByteBuffer.wrap(bytes), cut);
    }

    private static HttpRequest request(URI at) {
        return HttpRequest.newBuilder(at)
                .timeout(LONGEST)
                .header("accept", "text/html,application/xhtml+xml,text/plain,application/json;q=0.9,*/*;q=0.5")
                .header("user-agent", "Mozilla/5.0 (compatible; HermesGateway)")
                .GET()
                .build();
    }

    private static URI next(URI at, String location) throws Refused {
        try {
            return at.resolve(location);
        } catch (IllegalArgumentException broken) {
            throw new Refused("It was redirected to something that is not an address.");
        }
    }

    private void check(URI at) throws IOException {
        String scheme = String.valueOf(at.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new Refused("Only http and https addresses are fetched.");
        }
        if (at.getHost() == null || at.getRawUserInfo() != null) {
            throw new Refused("The address names no host, or carries a name and password.");
        }
        for (InetAddress address : addresses(at.getHost())) {
            if (!allowed.test(address)) {
                throw new Refused(at.getHost() + " is not on the public network (" + address.getHostAddress()
                        + "); such pages are not fetched.");
            }
        }
    }

    private static InetAddress[] addresses(String host) throws IOException {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException unknown) {
            throw new Refused("The name " + host + " is not known.");
        }
    }
}

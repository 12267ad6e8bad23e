package io.hermesgateway.weixin.wire;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The connections of all accounts of the plugin: one client for each proxy, and a fixed number of threads however many
 * accounts there are. Answers are dealt with on other threads than those that read them, so that writing something down
 * never holds up a connection.
 */
public final class Uplink {
    private static final Duration CONNECT_MOST = Duration.ofSeconds(10);
    private static final int READERS = 4;
    private static final int WORKERS = 12;
    private static final int FILES = 4;

    private final Map<String, HttpClient> byProxy = new ConcurrentHashMap<>();
    private final ExecutorService readers = threads(READERS);
    private final ExecutorService workers = threads(WORKERS);
    private final ExecutorService files = threads(FILES);

    /** Threads that end when there is nothing to do: nobody closes a plugin. */
    private static ExecutorService threads(int most) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(most, most, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    ExecutorService workers() {
        return workers;
    }

    ExecutorService files() {
        return files;
    }

    HttpClient client(String proxy) {
        return byProxy.computeIfAbsent(proxy, this::make);
    }

    private HttpClient make(String proxy) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_MOST)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(readers)
                .proxy(proxy.isBlank() ? HttpClient.Builder.NO_PROXY : ProxySelector.of(address(proxy)))
                .build();
    }

    private static InetSocketAddress address(String proxy) {
        URI uri = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
        return new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? 8080 : uri.getPort());
    }
}

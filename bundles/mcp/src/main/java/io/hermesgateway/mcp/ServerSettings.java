package io.hermesgateway.mcp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code mcp_servers}.
 *
 * @param command the program of a server that is a child process; empty for one behind an address
 * @param passed variables of the gateway's environment that a child process may see
 * @param approve {@code destructive} (what the server calls destructive is asked about), {@code always} or {@code never}
 */
record ServerSettings(
        String name,
        String command,
        List<String> args,
        Map<String, String> environment,
        Set<String> passed,
        String url,
        Map<String, String> headers,
        Duration timeout,
        String approve) {

    static List<ServerSettings> of(Map<String, Object> section) {
        List<ServerSettings> servers = new ArrayList<>();
        section.forEach((name, value) -> {
            if (value instanceof Map<?, ?> entry && !"false".equals(text(entry.get("enabled")))) {
                servers.add(of(name, entry));
            }
        });
        return servers;
    }

    private static ServerSettings of(String name, Map<?, ?> entry) {
        return new ServerSettings(
                name,
                text(entry.get("command")),
                list(entry.get("args")),
                map(entry.get("env")),
                Set.copyOf(list(entry.get("env_passthrough"))),
                text(entry.get("url")),
                map(entry.get("headers")),
                Duration.ofSeconds(number(text(entry.get("timeout")), 120)),
                entry.get("approve") == null ? "destructive" : text(entry.get("approve")));
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : String.valueOf(value).strip();
    }

    private static long number(String text, long fallback) {
        return text.matches("\\d{1,6}") ? Math.max(1, Long.parseLong(text)) : fallback;
    }

    private static List<String> list(@Nullable Object value) {
        return value instanceof List<?> items
                ? items.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static Map<String, String> map(@Nullable Object value) {
        Map<String, String> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> entries) {
            entries.forEach((key, one) -> map.put(String.valueOf(key), String.valueOf(one)));
        }
        return map;
    }
}

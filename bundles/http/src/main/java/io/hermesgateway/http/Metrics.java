package io.hermesgateway.http;

import io.hermesgateway.spi.service.GatewayControl;
import io.hermesgateway.spi.service.Rows;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntSupplier;

/** What monitoring reads, in the text form of Prometheus: counts and states, no names of people and no texts. */
final class Metrics {
    private final GatewayControl control;
    private final Counts counts;
    private final IntSupplier connections;

    Metrics(GatewayControl control, Counts counts, IntSupplier connections) {
        this.control = control;
        this.counts = counts;
        this.connections = connections;
    }

    String text() {
        Page page = new Page();
        gateway(page, control.status());
        plugins(page);
        platforms(page);
        http(page);
        return page.text.toString();
    }

    private static void gateway(Page page, Rows.Status status) {
        page.family("hermes_info", "gauge", "The running version.");
        page.sample("hermes_info", Map.of("version", status.version()), 1);
        page.single(
                "hermes_up",
                "gauge",
                "1 while the gateway runs.",
                status.state().equals("running") ? 1 : 0);
        page.single("hermes_uptime_seconds", "counter", "Since the start of the process.", status.uptimeS());
        page.single(
                "hermes_open_fds",
                "gauge",
                "Open file descriptors.",
                status.fds().open());
        page.single(
                "hermes_max_fds", "gauge", "How many may be open.", status.fds().limit());
        page.single(
                "hermes_heap_used_bytes", "gauge", "Used heap.", status.heap().used());
        page.single(
                "hermes_heap_max_bytes", "gauge", "Largest heap.", status.heap().max());
        page.single(
                "hermes_config_ok",
                "gauge",
                "1 when the files say what runs.",
                status.config().error() == null ? 1 : 0);
        page.family("hermes_queue", "gauge", "Work that is open, by kind.");
        new TreeMap<>(status.queues())
                .forEach((queue, open) -> page.sample("hermes_queue", Map.of("queue", queue), open));
        page.family("hermes_component_state", "gauge", "1 for the state a component is in.");
        status.components()
                .forEach(part -> page.sample(
                        "hermes_component_state", Map.of("component", part.id(), "state", part.state()), 1));
    }

    private void plugins(Page page) {
        page.family("hermes_plugin_running", "gauge", "1 while a plugin runs.");
        control.plugins()
                .forEach(row -> page.sample(
                        "hermes_plugin_running",
                        Map.of("plugin", row.id()),
                        row.state().equals("running") ? 1 : 0));
        page.family("hermes_plugin_restarts_total", "counter", "How often a plugin was started again.");
        control.plugins()
                .forEach(
                        row -> page.sample("hermes_plugin_restarts_total", Map.of("plugin", row.id()), row.restarts()));
        page.family("hermes_plugin_cpu_seconds_total", "counter", "Processor time of a plugin's threads.");
        control.plugins()
                .forEach(row ->
                        page.sample("hermes_plugin_cpu_seconds_total", Map.of("plugin", row.id()), row.cpuMs() / 1e3));
    }

    private void platforms(Page page) {
        page.family("hermes_platform_online", "gauge", "1 with evidence from the far side.");
        control.platforms()
                .forEach(row -> page.sample(
                        "hermes_platform_online",
                        Map.of("platform", row.id()),
                        row.state().equals("online") ? 1 : 0));
        page.family("hermes_platform_connects_total", "counter", "Connections made.");
        control.platforms()
                .forEach(row ->
                        page.sample("hermes_platform_connects_total", Map.of("platform", row.id()), row.connects()));
        page.family("hermes_platform_pending_deliveries", "gauge", "Messages that wait to be sent.");
        control.platforms()
                .forEach(row -> page.sample(
                        "hermes_platform_pending_deliveries", Map.of("platform", row.id()), row.pendingDeliveries()));
    }

    private void http(Page page) {
        page.single("hermes_http_connections", "gauge", "Open connections.", connections.getAsInt());
        page.single("hermes_http_requests_under_way", "gauge", "Requests being answered.", counts.underWay());
        page.family("hermes_http_requests_total", "counter", "Answered requests by status.");
        for (int digit = 1; digit <= 5; digit++) {
            page.sample("hermes_http_requests_total", Map.of("status", digit + "xx"), counts.ofStatus(digit));
        }
        page.family("hermes_http_request_seconds", "histogram", "How long answers took.");
        long sum = 0;
        for (int at = 0; at < Counts.EDGES.length; at++) {
            sum += counts.ofTime(at);
            page.sample(
                    "hermes_http_request_seconds_bucket",
                    Map.of("le", String.format(Locale.ROOT, "%.3f", Counts.EDGES[at] / 1e3)),
                    sum);
        }
        sum += counts.ofTime(Counts.EDGES.length);
        page.sample("hermes_http_request_seconds_bucket", Map.of("le", "+Inf"), sum);
        page.sample("hermes_http_request_seconds_sum", Map.of(), counts.seconds());
        page.sample("hermes_http_request_seconds_count", Map.of(), sum);
    }

    /** Lines as they are written. */
    private static final class Page {
        private final StringBuilder text = new StringBuilder(4_096);

        void family(String name, String type, String help) {
            text.append("# HELP ").append(name).append(' ').append(help).append('\n');
            text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        }

        void single(String name, String type, String help, Number value) {
            family(name, type, help);
            sample(name, Map.of(), value);
        }

        void sample(String name, Map<String, String> labels, Number value) {
            text.append(name);
            if (!labels.isEmpty()) {
                String separator = "{";
                for (var label : new TreeMap<>(labels).entrySet()) {
                    text.append(separator).append(label.getKey()).append("=\"");
                    text.append(escaped(label.getValue())).append('"');
                    separator = ",";
                }
                text.append('}');
            }
            text.append(' ').append(value).append('\n');
        }

        private static String escaped(String value) {
            return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        }
    }
}

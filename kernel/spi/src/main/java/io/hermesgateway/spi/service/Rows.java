package io.hermesgateway.spi.service;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of the control calls; their JSON names are the component names in snake case. Times are ISO-8601 texts. */
public interface Rows {
    /** {@code hermes gateway status}. */
    record Status(
            String version,
            long pid,
            long uptimeS,
            String state,
            List<Component> components,
            Map<String, Long> queues,
            Gauge fds,
            HeapGauge heap,
            ConfigState config) {
        public Status {
            components = List.copyOf(components);
            queues = Map.copyOf(queues);
        }
    }

    /** One component of the status. */
    record Component(String id, String state, String detail) {}

    record Gauge(long open, long limit) {}

    record HeapGauge(long used, long max) {}

    /** Whether the running configuration is the one in the files; {@code error} names file, line and key. */
    record ConfigState(String state, @Nullable String error) {}

    /** A plugin. */
    record Plugin(
            String id,
            String version,
            String kind,
            String source,
            String wanted,
            String state,
            String detail,
            String since,
            int restarts,
            int threads,
            long cpuMs,
            long allocatedMb) {}

    /** A platform account. */
    record Platform(
            String id,
            String plugin,
            String wanted,
            String state,
            String detail,
            @Nullable String lastInboundAt,
            @Nullable String lastProofAt,
            int connects,
            int pendingDeliveries) {}

    /** A place where people talk. */
    record Place(String key, String platform, String kind, String chatId, @Nullable String threadId) {}

    /** A person. */
    record Person(String platform, String userId, @Nullable String name) {}

    /** An approval. */
    record ApprovalRow(
            String id,
            String code,
            String state,
            String platform,
            Place conversation,
            Person requester,
            String tool,
            String command,
            List<String> reasons,
            List<String> choices,
            String createdAt,
            @Nullable String expiresAt,
            @Nullable Person decidedBy,
            @Nullable String decidedVia,
            @Nullable String choice,
            @Nullable String reason) {
        public ApprovalRow {
            reasons = List.copyOf(reasons);
            choices = List.copyOf(choices);
        }
    }

    /** A delivery. */
    record DeliveryRow(
            String id,
            String platform,
            Place conversation,
            String state,
            int attempts,
            String excerpt,
            @Nullable String messageId,
            String why,
            String createdAt,
            @Nullable String nextAt) {}

    /** What became of a message that was sent by a person or a program through the outbox. */
    record SendRow(String deliveryId, String state, @Nullable String messageId, String why) {}

    /**
     * A copy of a store.
     *
     * @param kind of the store that wrote it and can read it
     * @param at when it was written
     */
    record Backup(String path, String kind, long bytes, String at) {}

    /** A check of the doctor: {@code ok}, {@code warn}, {@code fail} or {@code skipped}. */
    record Check(String id, String title, String state, String detail, @Nullable String fix) {}

    /** Something that happened, for those who watch. */
    record Event(long id, String type, String at, Object data) {}
}

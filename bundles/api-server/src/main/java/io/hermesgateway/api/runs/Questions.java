package io.hermesgateway.api.runs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.approval.Reason;
import io.hermesgateway.spi.service.Rows;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Approvals as clients of runs know them. */
final class Questions {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

    private Questions() {}

    static ObjectNode of(Approval approval) {
        List<Reason> reasons = approval.question().reasons();
        Instant expires = approval.expiresAt();
        ObjectNode question = question(
                approval.id(),
                approval.code(),
                approval.question().tool(),
                approval.question().command(),
                reasons.stream().map(Reason::text).toList(),
                approval.question().choices().stream().map(Choice::word).toList(),
                expires == null ? null : expires.toString());
        if (!reasons.isEmpty()) {
            question.put("pattern_key", reasons.get(0).key());
            reasons.forEach(reason -> question.withArray("pattern_keys").add(reason.key()));
        }
        return question;
    }

    static ObjectNode of(Rows.ApprovalRow row) {
        return question(row.id(), row.code(), row.tool(), row.command(), row.reasons(), row.choices(), row.expiresAt());
    }

    private static ObjectNode question(
            String id,
            String code,
            String tool,
            String command,
            List<String> reasons,
            List<String> choices,
            @Nullable String expiresAt) {
        ObjectNode question = Json.object()
                .put("request_id", id)
                .put("approval_id", id)
                .put("code", code)
                .put("tool", tool)
                .put("command", command)
                .put("description", reasons.stream().collect(Collectors.joining("; ")))
                .put("allow_permanent", choices.contains("always"))
                .put("allow_session", choices.contains("session"))
                .put("expires_at", expiresAt);
        choices.forEach(choice -> question.withArray("choices").add(choice));
        return question;
    }

    /** The row that operators see. */
    static ObjectNode row(Rows.ApprovalRow row) {
        return MAPPER.valueToTree(row);
    }
}

package io.hermesgateway.api.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.api.turn.ApiParts;
import io.hermesgateway.api.wire.Call;
import io.hermesgateway.api.wire.Json;
import io.hermesgateway.api.wire.Refusals;
import io.hermesgateway.httpkit.ErrorForm;
import io.hermesgateway.httpkit.Failure;
import io.hermesgateway.httpkit.Refused;
import io.hermesgateway.spi.approval.AnswerResult;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.service.GatewayControl;
import io.hermesgateway.spi.service.Rows;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/runs/{id}/approval}. An answer names its question; without a name it is taken only where there is one
 * question, or for all of them. Questions of other runs do not exist here, whoever asks.
 */
final class RunAnswers {
    private static final int ID_MOST = 256;

    private final ApiParts parts;
    private final Runs runs;

    RunAnswers(ApiParts parts, Runs runs) {
        this.parts = parts;
        this.runs = runs;
    }

    void answer(Call call, Run run, ObjectNode body) {
        Choice choice = choice(body);
        String named = requestId(body);
        boolean all = Json.flag(body, "all", false) || Json.flag(body, "resolve_all", false);
        List<String> ids = named != null ? List.of(named) : open(run, all);
        if (named != null) {
            Rows.ApprovalRow row = parts.context().control().approval(named);
            if (row == null || !Runs.isOf(run, row)) {
                throw Refusals.notFound("approval_not_found", "This run has no such approval");
            }
        }
        int resolved = 0;
        for (String id : ids) {
            AnswerResult result = parts.context().control().answer(caller(run), id, choice, reason(body));
            if (result instanceof AnswerResult.Decided decided) {
                resolved++;
                said(run, decided.approval(), choice);
            } else if (named != null || !(result instanceof AnswerResult.Already)) {
                refuse(call, id, result);
                return;
            }
        }
        ObjectNode answer = Json.object()
                .put("object", "hermes.run.approval_response")
                .put("run_id", run.id())
                .put("choice", choice.word());
        if (ids.size() == 1) {
            answer.put("request_id", ids.get(0));
        }
        parts.answer(call.exchange(), 200, answer.put("resolved", resolved));
    }

    /** Who answers, for the audit: the key by its name. */
    private static GatewayControl.Caller caller(Run run) {
        return new GatewayControl.Caller(run.field("owner"), "api");
    }

    private static void said(Run run, Approval approval, Choice choice) {
        run.answered(approval.id(), choice.word(), approval.state().word());
    }

    private static Choice choice(ObjectNode body) {
        String word = Json.textOf(body, "choice").strip().toLowerCase(Locale.ROOT);
        return switch (word) {
            case "approve", "approved", "allow" -> Choice.ONCE;
            default ->
                Choice.of(word)
                        .orElseThrow(() -> Refusals.bad(
                                "invalid_approval_choice", "choice", "'choice' must be once, session, always or deny"));
        };
    }

    private static @Nullable String requestId(ObjectNode body) {
        for (String name : List.of("request_id", "approval_id", "id")) {
            JsonNode id = body.path(name);
            if (id.isMissingNode() || id.isNull()) {
                continue;
            }
            if (!id.isTextual() || id.textValue().isBlank() || id.textValue().length() > ID_MOST) {
                throw Refusals.bad("invalid_approval_request", name, "'" + name + "' must be the id of an approval");
            }
            return id.textValue().strip();
        }
        return null;
    }

    private static @Nullable String reason(ObjectNode body) {
        String reason = Json.textOf(body, "reason").strip();
        return reason.isEmpty() ? null : reason;
    }

    private List<String> open(Run run, boolean all) {
        if (run.state().over()) {
            throw new Refused(Failure.conflict("approval_not_active", "This run is over"));
        }
        List<String> open =
                runs.questionsOf(run).stream().map(Rows.ApprovalRow::id).toList();
        if (open.isEmpty()) {
            throw new Refused(Failure.conflict("approval_not_pending", "This run waits for no approval"));
        }
        if (open.size() > 1 && !all) {
            throw Refusals.bad(
                    "invalid_approval_request",
                    "request_id",
                    "This run waits for several approvals: name one in 'request_id', or set 'resolve_all'");
        }
        return open;
    }

    private void refuse(Call call, String id, AnswerResult result) {
        Failure failure = failure(result);
        failure.headers().forEach(call::put);
        ObjectNode body = ErrorForm.OPENAI.body(failure);
        Rows.ApprovalRow row = parts.context().control().approval(id);
        if (row != null) {
            body.set("approval", Questions.row(row));
        }
        parts.answer(call.exchange(), failure.status(), body);
    }

    private static Failure failure(AnswerResult result) {
        if (result instanceof AnswerResult.Already) {
            return Failure.conflict("approval_already_decided", result.words());
        }
        if (result instanceof AnswerResult.NotAllowed) {
            return Failure.badRequest("invalid_approval_choice", result.words()).at("choice");
        }
        return result instanceof AnswerResult.NotNow
                ? Refusals.server(503, "journal_unavailable", result.words()).with("Retry-After", "1")
                : Failure.notFound("approval_not_found", result.words());
    }
}

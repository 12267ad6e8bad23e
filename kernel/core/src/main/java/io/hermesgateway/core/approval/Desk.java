package io.hermesgateway.core.approval;

import io.hermesgateway.spi.approval.Answer;
import io.hermesgateway.spi.approval.AnswerResult;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.message.Conversation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where approvals are answered: by a click, a command, the console or the API, all alike. */
public interface Desk {
    /** The answer of a person, judged by the approver policy. */
    AnswerResult answer(Answer answer);

    /** The answer of an operator, who may answer any approval. */
    AnswerResult answerAsOperator(Answer answer);

    /** What waits in this conversation, oldest first. */
    List<Approval> pendingIn(Conversation conversation);

    /** The pending approval with this spoken code, wherever it was asked. */
    Optional<Approval> byCode(String code);

    /** A pending or recently decided approval. */
    Optional<Approval> find(String id);

    /** Takes back what a turn, or with null every turn of the conversation, still waits for. */
    void withdraw(Conversation conversation, @Nullable String turnId, String why);

    /** Nobody could be shown the prompt. */
    void undeliverable(String approvalId, String why);
}

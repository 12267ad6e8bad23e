package io.hermesgateway.core.approval;

import io.hermesgateway.core.words.Words;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.approval.Decision;
import io.hermesgateway.spi.approval.Reason;
import io.hermesgateway.spi.message.Sender;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What people read about an approval. */
final class ApprovalWords {
    private final Words words;

    ApprovalWords(Locale locale) {
        words = Words.of(ApprovalWords.class, locale);
    }

    /** The prompt, complete enough to be answered where there are no buttons. */
    String prompt(Approval approval, Duration timeout) {
        return words.say(
                "prompt",
                name(approval.requester()),
                approval.question().command(),
                reasons(approval.question().reasons()),
                approval.code(),
                choices(approval.question().choices()),
                span(timeout));
    }

    /** The prompt after the end: the command and what became of it. */
    String outcome(Approval approval) {
        return words.say("outcome", approval.question().command(), sentence(approval));
    }

    /** How it ended, in one sentence. */
    String sentence(Approval approval) {
        Decision decision = approval.decision();
        if (decision == null) {
            return words.say("state.pending", approval.code());
        }
        String by = decision.by() == null ? "" : name(decision.by());
        Choice choice = decision.choice();
        return switch (decision.state()) {
            case PENDING -> words.say("state.pending", approval.code());
            case APPROVED -> words.say("state.approved." + (choice == null ? Choice.ONCE : choice).word(), by);
            case DENIED -> words.say("state.denied", by, decision.reason() == null ? "" : decision.reason());
            case EXPIRED -> words.say("state.expired");
            case WITHDRAWN -> words.say("state.withdrawn");
            case UNDELIVERABLE -> words.say("state.undeliverable");
        };
    }

    String already(Approval approval) {
        return words.say("already", sentence(approval));
    }

    String say(String key) {
        return words.say(key);
    }

    private String reasons(List<Reason> reasons) {
        return reasons.stream().map(Reason::text).distinct().collect(Collectors.joining("; "));
    }

    private String choices(List<Choice> choices) {
        return choices.stream()
                .filter(choice -> choice != Choice.DENY)
                .map(Choice::word)
                .collect(Collectors.joining(" | "));
    }

    private String span(Duration span) {
        return span.toMinutes() >= 1 ? words.say("minutes", span.toMinutes()) : words.say("seconds", span.toSeconds());
    }

    private static String name(Sender sender) {
        String name = sender.name();
        return name == null || name.isBlank() ? sender.userId() : name;
    }
}

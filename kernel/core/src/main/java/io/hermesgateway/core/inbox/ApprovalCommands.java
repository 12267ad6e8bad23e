package io.hermesgateway.core.inbox;

import io.hermesgateway.core.approval.Desk;
import io.hermesgateway.core.inbox.Commands.Call;
import io.hermesgateway.spi.approval.Answer;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.approval.Choice;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code /approve} and {@code /deny}. Without a code they mean the one approval that is pending here, and nothing when
 * there are several. Who may answer is the desk's affair.
 */
final class ApprovalCommands {
    private final Desk desk;

    ApprovalCommands(Desk desk) {
        this.desk = desk;
    }

    String approve(Call call) {
        Choice choice = Choice.ONCE;
        boolean all = false;
        String code = null;
        for (String word : call.arguments().toLowerCase(Locale.ROOT).split("\\s+")) {
            Optional<Choice> named = Choice.of(word).filter(known -> known != Choice.DENY);
            if (word.equals("all")) {
                all = true;
            } else if (named.isPresent()) {
                choice = named.get();
            } else if (!word.isEmpty()) {
                code = word;
            }
        }
        return all ? answerAll(call, choice, null) : answer(call, code, choice, null);
    }

    String deny(Call call) {
        String[] words = call.arguments().split("\\s+", 2);
        String first = words[0].toLowerCase(Locale.ROOT);
        String rest = words.length > 1 ? words[1] : null;
        if (first.equals("all")) {
            return answerAll(call, Choice.DENY, rest);
        }
        boolean reasonOnly = !first.isEmpty() && known(first).isEmpty() && !isShapedLikeACode(call, first);
        return reasonOnly
                ? answer(call, null, Choice.DENY, call.arguments())
                : answer(call, first.isEmpty() ? null : first, Choice.DENY, rest);
    }

    /** An old code is no reason to deny something else. */
    private boolean isShapedLikeACode(Call call, String word) {
        return word.matches("[2-9a-hjkmnp-tw-z]+")
                && pending(call).stream().anyMatch(one -> one.code().length() == word.length());
    }

    private Optional<Approval> known(String code) {
        return desk.byCode(code).or(() -> desk.find(code));
    }

    private String answer(Call call, @Nullable String code, Choice choice, @Nullable String reason) {
        if (code != null) {
            return answerOne(call, known(code).map(Approval::id).orElse(code), choice, reason);
        }
        List<Approval> pending = pending(call);
        if (pending.size() == 1) {
            return answerOne(call, pending.get(0).id(), choice, reason);
        }
        return pending.isEmpty() ? call.say("approvals.none") : call.say("approvals.several", rows(pending));
    }

    private String answerAll(Call call, Choice choice, @Nullable String reason) {
        List<Approval> pending = pending(call);
        return pending.isEmpty()
                ? call.say("approvals.none")
                : pending.stream()
                        .map(one -> one.code() + ": " + answerOne(call, one.id(), choice, reason))
                        .collect(Collectors.joining("\n"));
    }

    private String answerOne(Call call, String id, Choice choice, @Nullable String reason) {
        return desk.answer(new Answer(id, choice, call.message().sender(), call.lane(), "command", reason))
                .words();
    }

    /** The person's own in a group where everybody has a conversation; those of others when there is none. */
    private List<Approval> pending(Call call) {
        List<Approval> here = desk.pendingIn(call.lane());
        List<Approval> own = here.stream()
                .filter(one -> one.conversation().equals(call.lane()))
                .toList();
        return own.isEmpty() ? here : own;
    }

    static String rows(List<Approval> approvals) {
        Stream<String> rows = approvals.stream()
                .map(one ->
                        one.code() + "  " + Commands.firstLine(one.question().command()));
        return rows.collect(Collectors.joining("\n"));
    }
}

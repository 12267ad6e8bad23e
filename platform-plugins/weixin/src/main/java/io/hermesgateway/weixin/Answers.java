package io.hermesgateway.weixin;

import io.hermesgateway.spi.service.Rows;
import io.hermesgateway.spi.service.ServiceContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Short answers to a question: {@code 1} for the first choice, yes and no in two languages. They count when exactly one
 * question is open for the person; with several the person is asked which one, and with none they are just words.
 */
final class Answers {
    private static final Pattern NUMBER = Pattern.compile("([1-4１-４])[.、。)]?");
    private static final List<String> YES =
            List.of("y", "yes", "ok", "okay", "approve", "allow", "同意", "允许", "批准", "可以", "好", "好的", "是");
    private static final List<String> NO =
            List.of("n", "no", "deny", "refuse", "拒绝", "不同意", "不允许", "不可以", "不行", "不", "否");
    private static final int LONGEST = 8;

    private final Supplier<Optional<ServiceContext>> service;

    Answers(Supplier<Optional<ServiceContext>> service) {
        this.service = service;
    }

    Optional<String> command(String platformId, String user, String words) {
        String said = words.strip().toLowerCase(Locale.ROOT);
        if (said.length() > LONGEST || !isShort(said)) {
            return Optional.empty();
        }
        List<Rows.ApprovalRow> open =
                service.get().map(context -> context.control().approvals("pending")).orElse(List.of()).stream()
                        .filter(row -> row.conversation().platform().equals(platformId)
                                && row.conversation().chatId().equals(user))
                        .toList();
        if (open.size() == 1) {
            return command(open.get(0), said);
        }
        return open.isEmpty() ? Optional.empty() : Optional.of("/approve");
    }

    private static boolean isShort(String said) {
        return NUMBER.matcher(said).matches() || YES.contains(said) || NO.contains(said);
    }

    private static Optional<String> command(Rows.ApprovalRow row, String said) {
        Matcher number = NUMBER.matcher(said);
        String choice;
        if (number.matches()) {
            int chosen = Character.digit(number.group(1).charAt(0), 10);
            if (chosen > row.choices().size()) {
                return Optional.empty();
            }
            choice = row.choices().get(chosen - 1);
        } else {
            choice = YES.contains(said) ? "once" : "deny";
        }
        return Optional.of(choice.equals("deny") ? "/deny " + row.code() : "/approve " + row.code() + " " + choice);
    }
}

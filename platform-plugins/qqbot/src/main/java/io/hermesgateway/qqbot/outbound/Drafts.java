package io.hermesgateway.qqbot.outbound;

import io.hermesgateway.qqbot.api.Place;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.approval.ApprovalState;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.delivery.SendResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes of a delivery what QQ shows. Questions are remembered while they are open, so that they can be shown again. */
final class Drafts {
    private static final int REMEMBERED = 500;
    private static final Duration LATE = Duration.ofMinutes(10);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MM-dd HH:mm").withZone(ZoneOffset.ofHours(8));
    private static final Pattern MARKS = Pattern.compile(
            "(?m)^\\s{0,3}(#{1,6} |[-*+] |\\d+\\. |> |```|\\|.*\\|)|\\*\\*\\S|`[^`\\n]+`|\\[[^\\]\\n]+]\\([^)\\n]+\\)|~~\\S");

    private final Uploads uploads;
    private final InstantSource clock;
    private final Map<String, Draft.Card> open = new LinkedHashMap<>();
    private final Map<String, Instant> over = new LinkedHashMap<>();
    private final Map<String, Instant> begun = new LinkedHashMap<>();

    /** A draft, or what is to be said of the delivery instead. */
    record Made(Draft draft, @Nullable SendResult instead) {}

    Drafts(Uploads uploads, InstantSource clock) {
        this.uploads = uploads;
        this.clock = clock;
    }

    Made make(Place place, Delivery delivery) {
        return delivery.body()
                .fold(
                        text -> new Made(words(late(delivery, text.text())), null),
                        media -> uploads.upload(place, media.attachment()),
                        prompt -> new Made(prompt(prompt), null),
                        edit -> new Made(new Draft.Text(""), null));
    }

    static Draft words(String text) {
        return MARKS.matcher(text).find() ? new Draft.Markdown(text) : new Draft.Text(text);
    }

    private Draft prompt(Body.Prompt prompt) {
        Approval approval = prompt.approval();
        if (approval.state() != ApprovalState.PENDING) {
            return new Draft.Text(prompt.text());
        }
        Draft.Card card =
                new Draft.Card(prompt.text(), approval.id(), approval.question().choices());
        synchronized (open) {
            open.put(approval.id(), card);
            trim(open);
        }
        return card;
    }

    /** The question again, while it is open. */
    Optional<Draft.Card> card(String approvalId) {
        synchronized (open) {
            return Optional.ofNullable(open.get(approvalId));
        }
    }

    void over(String approvalId) {
        synchronized (open) {
            open.remove(approvalId);
            over.put(approvalId, clock.instant());
            trim(over);
        }
    }

    boolean isOver(String approvalId) {
        synchronized (open) {
            return over.containsKey(approvalId);
        }
    }

    /** An answer that had to wait says so, unless a part of it is there already. */
    private String late(Delivery delivery, String text) {
        boolean waited = delivery.createdAt().plus(LATE).isBefore(clock.instant());
        if (!waited || isBegun(delivery)) {
            return text;
        }
        return Words.like(text).say("late", TIME.format(delivery.createdAt())) + "\n" + text;
    }

    private boolean isBegun(Delivery delivery) {
        synchronized (begun) {
            return delivery.turnId() != null && begun.containsKey(delivery.turnId());
        }
    }

    void sent(Delivery delivery) {
        if (delivery.turnId() != null) {
            synchronized (begun) {
                begun.put(delivery.turnId(), clock.instant());
                trim(begun);
            }
        }
    }

    private static <T> void trim(Map<String, T> map) {
        while (map.size() > REMEMBERED) {
            map.remove(map.keySet().iterator().next());
        }
    }
}

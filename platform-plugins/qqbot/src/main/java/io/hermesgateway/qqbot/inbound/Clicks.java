package io.hermesgateway.qqbot.inbound;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.hermesgateway.qqbot.api.Place;
import io.hermesgateway.qqbot.api.QqApi;
import io.hermesgateway.qqbot.api.Reply;
import io.hermesgateway.spi.approval.Answer;
import io.hermesgateway.spi.approval.AnswerResult;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.spi.platform.PlatformContext;
import io.hermesgateway.spi.plugin.Registration;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers presses of buttons. The order is: look whether it was there, let the desk decide (who may is judged there, on
 * the identity that QQ vouches for), then tell the button. QQ shows the person an error after a few seconds, so it is
 * told something in time even when the desk hangs; what came of it later is then said in the chat.
 */
public final class Clicks {
    private static final Logger LOG = LoggerFactory.getLogger(Clicks.class);
    private static final Duration IN_TIME = Duration.ofMillis(1_500);
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final int REMEMBERED = 10_000;
    private static final int ATTEMPTS = 3;

    private static final int UNDER_WAY = -1;
    private static final int APPLIED = 0;
    private static final int FAILED = 1;
    private static final int OVER = 3;
    private static final int NOT_ALLOWED = 4;

    private final PlatformContext context;
    private final QqApi api;
    private final Aftermath aftermath;
    private final Map<String, Integer> told = new LinkedHashMap<>();

    /** What is said in the chat about a press that changed nothing, or was answered too late. */
    public interface Aftermath {
        /** The chat takes answers to this event, and may have something waiting for it. */
        void opened(Click click, Place place);

        void explain(Click click, Place place, AnswerResult result);
    }

    public Clicks(PlatformContext context, QqApi api, Aftermath aftermath) {
        this.context = context;
        this.api = api;
        this.aftermath = aftermath;
    }

    /** Returns when the outcome is durable and QQ was told. */
    public void pressed(Click click) {
        Integer before = begin(click.id());
        if (before != null) {
            if (before != UNDER_WAY) {
                tell(click.id(), before);
            }
            return;
        }
        Place place = click.place();
        Optional<Click.Pick> pick = click.pick();
        if (place == null || click.operator().isBlank() || pick.isEmpty() || !click.isButton()) {
            LOG.info("a press that is none of ours: {}", click.data().isBlank() ? "a menu" : "unknown data");
            int code = click.isButton() ? OVER : APPLIED;
            end(click.id(), code);
            tell(click.id(), code);
            return;
        }
        aftermath.opened(click, place);
        decide(click, place, pick.get());
    }

    private void decide(Click click, Place place, Click.Pick pick) {
        AtomicReference<@Nullable Integer> first = new AtomicReference<>();
        Registration late = context.tasks().after(IN_TIME, "qqbot click", () -> {
            if (first.compareAndSet(null, FAILED)) {
                tell(click.id(), FAILED);
            }
        });
        String platform = context.platformId();
        AnswerResult result = context.answer(new Answer(
                pick.approvalId(),
                pick.choice(),
                Sender.of(platform, click.operator(), null),
                place.conversation(platform),
                "button",
                null));
        int code = code(result);
        end(click.id(), code);
        late.close();
        boolean inTime = first.compareAndSet(null, code);
        if (inTime) {
            tell(click.id(), code);
        }
        if (code != APPLIED || !inTime) {
            aftermath.explain(click, place, result);
        }
    }

    private static int code(AnswerResult result) {
        if (result instanceof AnswerResult.Decided) {
            return APPLIED;
        }
        if (result instanceof AnswerResult.NotAllowed) {
            return NOT_ALLOWED;
        }
        return result instanceof AnswerResult.NotNow ? FAILED : OVER;
    }

    /** What was told before about this press. The newest thousands are remembered here; the desk knows the rest. */
    private @Nullable Integer begin(String id) {
        synchronized (told) {
            if (told.size() > REMEMBERED) {
                told.remove(told.keySet().iterator().next());
            }
            return told.putIfAbsent(id, UNDER_WAY);
        }
    }

    /** What could not be made durable may come again. */
    private void end(String id, int code) {
        synchronized (told) {
            if (code == FAILED) {
                told.remove(id);
            } else {
                told.put(id, code);
            }
        }
    }

    private void tell(String id, int code) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Reply reply = api.call(
                    "PUT",
                    "/interactions/" + id,
                    JsonNodeFactory.instance.objectNode().put("code", code),
                    PATIENCE);
            if (reply.ok() || (reply.answered() && reply.status() < 500)) {
                if (!reply.ok()) {
                    LOG.info("QQ did not take the answer to a press: {}", reply.words());
                }
                return;
            }
            LOG.info("QQ did not hear the answer to a press: {}", reply.words());
        }
    }
}

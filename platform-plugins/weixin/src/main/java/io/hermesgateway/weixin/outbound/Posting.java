package io.hermesgateway.weixin.outbound;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.platform.PlatformContext;
import io.hermesgateway.weixin.Words;
import io.hermesgateway.weixin.media.Cipher128;
import io.hermesgateway.weixin.wire.Api;
import io.hermesgateway.weixin.wire.Outcome;
import io.hermesgateway.weixin.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * One message: a place in the window, a place in the pace, the request, and what its answer means for the delivery. A
 * message that may have arrived is never sent again on our own account.
 */
public final class Posting {
    private static final List<Duration> RATE_PAUSES = List.of(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60));
    private static final Duration BEFORE_ASKING_AGAIN = Duration.ofSeconds(3);
    private static final int UNAUTHORIZED = 401;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private final PlatformContext context;
    private final Api api;
    private final Windows windows;
    private final Pace pace;
    private final Options options;
    private final Around around;
    private final Words words = Words.ofMachine();
    private final Map<String, Integer> slowed = new ConcurrentHashMap<>();
    private final Map<Object, CompletableFuture<Boolean>> resting = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public Posting(PlatformContext context, Api api, Windows windows, Pace pace, Options options, Around around) {
        this.context = context;
        this.api = api;
        this.windows = windows;
        this.pace = pace;
        this.options = options;
        this.around = around;
    }

    /**
     * What the operator allows.
     *
     * @param sendWithoutContext try to write to somebody who never wrote
     * @param resendUncertain send once more, under the same id, what got no answer
     */
    public record Options(boolean sendWithoutContext, boolean resendUncertain) {}

    /** What else knows about sending. */
    public interface Around {
        /** Messages of a person's window that this delivery must leave to others. */
        int keptBack(Delivery delivery);

        /** The far side said that the session is over; the conversation wants to hear when it is well again. */
        void sessionOver(Conversation conversation);

        /** It arrived, under this id where the far side gives one. */
        void arrived(Conversation conversation, String messageId, String text);
    }

    PlatformContext context() {
        return context;
    }

    Options options() {
        return options;
    }

    SendResult noSession(Conversation conversation) {
        around.sessionOver(conversation);
        return new SendResult.Parked(words.say("parked.session"));
    }

    /**
     * @param number of the message within its delivery
     * @param text what is kept of it, for those who quote it
     */
    SendResult post(Delivery delivery, int number, ObjectNode item, String text) {
        String user = delivery.to().chatId();
        Windows.Slot slot = windows.take(user, around.keptBack(delivery));
        boolean alone = slot instanceof Windows.Slot.NoContext && options.sendWithoutContext();
        if (!alone && !(slot instanceof Windows.Slot.Open)) {
            return new SendResult.Parked(words.say(why(slot)));
        }
        String token = slot instanceof Windows.Slot.Open open ? open.token() : "";
        String clientId = clientId(delivery, number);
        Attempt attempt = new Attempt(delivery, token, () -> Wire.message(user, clientId, token, item.deepCopy()));
        SendResult result = attempt.make(true);
        boolean sent = result instanceof SendResult.Sent;
        if (result instanceof SendResult.Sent arrived) {
            slowed.remove(delivery.id());
            around.arrived(delivery.to(), arrived.messageId(), text);
        }
        return sent && alone ? new SendResult.Uncertain(words.say("uncertain.no_context")) : result;
    }

    private static String why(Windows.Slot slot) {
        if (slot instanceof Windows.Slot.NoContext) {
            return "parked.no_context";
        }
        return slot instanceof Windows.Slot.Kept ? "parked.kept" : "parked.window";
    }

    /** The same for the same message, however often it is sent. */
    static String clientId(Delivery delivery, int number) {
        byte[] name = (delivery.id() + "/" + number).getBytes(StandardCharsets.UTF_8);
        return "hermes:" + delivery.createdAt().toEpochMilli() + "-"
                + Cipher128.md5(name).substring(0, 8);
    }

    /** A request; each one needs a message of its own. */
    private interface Draft {
        ObjectNode write();
    }

    private final class Attempt {
        private final Delivery delivery;
        private final String user;
        private final String token;
        private final Draft draft;

        Attempt(Delivery delivery, String token, Draft draft) {
            this.delivery = delivery;
            this.user = delivery.to().chatId();
            this.token = token;
            this.draft = draft;
        }

        SendResult make(boolean mayRepeat) {
            if (!rest(pace.take())) {
                windows.giveBack(user, token);
                return new SendResult.Later(Duration.ZERO, words.say("later.closing"));
            }
            return await(api.sendMessage(draft.write()))
                    .fold(
                            answered -> answered.code() == 0 ? sent(answered) : refused(answered, mayRepeat),
                            status -> status(status, mayRepeat),
                            unreachable -> notReceived(new SendResult.Later(Duration.ZERO, unreachable.why())),
                            silent -> silent(silent.why(), mayRepeat));
        }

        private SendResult sent(Outcome.Answered answered) {
            return new SendResult.Sent(Wire.id(answered.json().path("message_id")));
        }

        private SendResult silent(String why, boolean mayRepeat) {
            return mayRepeat && options.resendUncertain() ? make(false) : new SendResult.Uncertain(why);
        }

        private SendResult notReceived(SendResult result) {
            windows.giveBack(user, token);
            return result;
        }

        private SendResult status(Outcome.Status answer, boolean mayRepeat) {
            int status = answer.status();
            if (status == UNAUTHORIZED) {
                return notReceived(noSession(delivery.to()));
            }
            if (status == TOO_MANY) {
                return slowDown();
            }
            if (status == UNAVAILABLE) {
                return notReceived(new SendResult.Later(Duration.ZERO, words.say("status", status)));
            }
            return status / 100 == 4
                    ? notReceived(new SendResult.Refused(KernelError.REFUSED_BY_PLATFORM, words.say("status", status)))
                    : silent(words.say("status", status), mayRepeat);
        }

        private SendResult refused(Outcome.Answered answered, boolean mayRepeat) {
            return switch (Refusal.of(answered.code(), answered.message())) {
                case SESSION -> notReceived(noSession(delivery.to()));
                case RATE -> slowDown();
                case WINDOW -> {
                    windows.exhausted(user, token);
                    yield new SendResult.Parked(words.say("parked.window"));
                }
                case UNKNOWN ->
                    mayRepeat && rest(BEFORE_ASKING_AGAIN)
                            ? make(false)
                            : notReceived(new SendResult.Parked(
                                    words.say("parked.unknown", answered.code(), answered.message())));
                case FINAL ->
                    notReceived(new SendResult.Refused(
                            KernelError.REFUSED_BY_PLATFORM,
                            words.say("refused", answered.code(), answered.message())));
            };
        }

        private SendResult slowDown() {
            windows.giveBack(user, token);
            int times = slowed.merge(delivery.id(), 1, Integer::sum);
            if (times > RATE_PAUSES.size()) {
                slowed.remove(delivery.id());
                return new SendResult.Parked(words.say("parked.rate"));
            }
            return new SendResult.Later(RATE_PAUSES.get(times - 1), words.say("later.rate"));
        }
    }

    /** False when it is time to end instead. */
    private boolean rest(Duration pause) {
        if (pause.isZero()) {
            return true;
        }
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        Object place = new Object();
        resting.put(place, over);
        if (closed) {
            over.complete(false);
        }
        var alarm = context.tasks().after(pause, "weixin-pace", () -> over.complete(true));
        try {
            return over.get();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            resting.remove(place);
            alarm.close();
        }
    }

    /** What rests has surely not been sent: it says so at once. */
    public void close() {
        closed = true;
        resting.values().forEach(over -> over.complete(false));
    }

    private static Outcome await(CompletableFuture<Outcome> call) {
        try {
            return call.get();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            call.cancel(true);
            return new Outcome.Silent("stopped while waiting for the answer", false);
        } catch (ExecutionException broken) {
            return new Outcome.Silent("the connection broke", false);
        }
    }
}

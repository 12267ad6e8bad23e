package io.hermesgateway.weixin;

import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.platform.PlatformContext;
import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.weixin.inbound.Health;
import io.hermesgateway.weixin.inbound.Intake;
import io.hermesgateway.weixin.inbound.MessageBook;
import io.hermesgateway.weixin.inbound.Poll;
import io.hermesgateway.weixin.login.Credentials;
import io.hermesgateway.weixin.media.Downloads;
import io.hermesgateway.weixin.media.Hosts;
import io.hermesgateway.weixin.media.Uploads;
import io.hermesgateway.weixin.outbound.AtWork;
import io.hermesgateway.weixin.outbound.Outgoing;
import io.hermesgateway.weixin.outbound.Pace;
import io.hermesgateway.weixin.outbound.Posting;
import io.hermesgateway.weixin.outbound.Typing;
import io.hermesgateway.weixin.outbound.Windows;
import io.hermesgateway.weixin.wire.Api;
import io.hermesgateway.weixin.wire.Line;
import io.hermesgateway.weixin.wire.Outcome;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One bot with its credentials: the way in, the way out, and what they must know of each other. */
final class Session {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final Duration GOODBYE = Duration.ofSeconds(1);
    private static final Duration FOR_SIGNS = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final PlatformContext context;
    private final Api api;
    final Windows windows;
    final Outgoing outgoing;
    final AtWork atWork;
    private final Poll poll;
    private final Posting posting;
    private final Typing typing;
    private final Downloads downloads;
    private final AtomicInteger refusedInARow = new AtomicInteger();
    private final Set<Conversation> heldUp = ConcurrentHashMap.newKeySet();

    Session(PlatformContext context, Credentials credentials, Line line, Health health, Outside outside) {
        this.context = context;
        Settings settings = context.settings();
        URI network = settings.get(WeixinSettings.CDN_BASE_URL);
        Hosts hosts = new Hosts(List.of(network, credentials.base(), settings.get(WeixinSettings.LOGIN_BASE_URL)));
        MessageBook book = new MessageBook(context.folder().resolve("messages"), context.clock());
        api = new Api(line, credentials.base(), credentials.token(), context.ids());
        windows = new Windows(context, credentials.bot());
        typing = new Typing(context, api, windows);
        atWork = new AtWork(context, typing);
        downloads = new Downloads(line, network, hosts, context.folder().resolve("media"));
        Uploads uploads = new Uploads(api, line, network, hosts, context.ids(), context.clock());
        Intake intake = new Intake(context, credentials.bot(), windows, downloads, book, outside);
        poll = new Poll(context, api, intake, health, new Recovery(outside));
        posting = new Posting(context, api, windows, pace(settings), options(settings), new Surroundings(book));
        outgoing = new Outgoing(posting, windows, uploads);
    }

    /** What the poll tells others. */
    private final class Recovery implements Poll.Listener {
        private final Outside outside;

        Recovery(Outside outside) {
            this.outside = outside;
        }

        @Override
        public void recovered() {
            letGo();
        }

        @Override
        public void needsLogin() {
            context.tasks().run("weixin-alert", outside::needsLogin);
        }
    }

    /** What sending must know of others, and they of it. */
    private final class Surroundings implements Posting.Around {
        private final MessageBook book;

        Surroundings(MessageBook book) {
            this.book = book;
        }

        @Override
        public int keptBack(Delivery delivery) {
            return atWork.keptBack(delivery);
        }

        @Override
        public void sessionOver(Conversation conversation) {
            heldUp.add(conversation);
            poll.sessionOver();
        }

        @Override
        public void arrived(Conversation conversation, String messageId, String text) {
            refusedInARow.set(0);
            book.keep(messageId, text);
        }
    }

    /** What a session needs of those around it. */
    interface Outside extends Intake.Answers {
        void needsLogin();
    }

    private Pace pace(Settings settings) {
        return new Pace(context.clock(), Duration.ofMillis(Math.max(0, settings.get(WeixinSettings.SEND_INTERVAL))));
    }

    private static Posting.Options options(Settings settings) {
        return new Posting.Options(
                settings.get(WeixinSettings.SEND_WITHOUT_CONTEXT), settings.get(WeixinSettings.RESEND_UNCERTAIN));
    }

    void start() {
        poll.start();
        typing.start();
        context.tasks()
                .every(DAY, "weixin-tidy", () -> downloads.tidy(context.clock().instant()));
    }

    /** Where only sending is refused, again and again, each time is given longer. */
    private void letGo() {
        LOG.info("{}: the session is well again", context.platformId());
        if (heldUp.isEmpty()) {
            return;
        }
        int times = refusedInARow.getAndIncrement();
        Duration pause = times == 0 ? Duration.ZERO : Duration.ofSeconds(Math.min(300, 1L << Math.min(times, 9)));
        context.tasks().after(pause, "weixin-session", () -> {
            List<Conversation> waiting = List.copyOf(heldUp);
            waiting.forEach(heldUp::remove);
            waiting.forEach(context::opened);
        });
    }

    /** Takes back what is shown and says goodbye, as far as that goes quickly. */
    void close() {
        poll.close();
        posting.close();
        CompletableFuture<?> goodbye = typing.hideAll()
                .completeOnTimeout(null, FOR_SIGNS.toMillis(), TimeUnit.MILLISECONDS)
                .thenCompose(done -> api.notifyStop(GOODBYE))
                .exceptionally(late -> new Outcome.Silent("late", true));
        goodbye.join();
    }
}

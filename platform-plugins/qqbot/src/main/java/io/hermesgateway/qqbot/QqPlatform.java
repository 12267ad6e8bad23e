package io.hermesgateway.qqbot;

import io.hermesgateway.qqbot.api.JdkHttp;
import io.hermesgateway.qqbot.api.Place;
import io.hermesgateway.qqbot.api.QqApi;
import io.hermesgateway.qqbot.api.Tokens;
import io.hermesgateway.qqbot.inbound.Admissions;
import io.hermesgateway.qqbot.inbound.Click;
import io.hermesgateway.qqbot.inbound.Clicks;
import io.hermesgateway.qqbot.inbound.Decoder;
import io.hermesgateway.qqbot.inbound.Downloads;
import io.hermesgateway.qqbot.inbound.Reading;
import io.hermesgateway.qqbot.link.Link;
import io.hermesgateway.qqbot.link.LinkParts;
import io.hermesgateway.qqbot.link.Session;
import io.hermesgateway.qqbot.link.WebSockets;
import io.hermesgateway.qqbot.outbound.Outgoing;
import io.hermesgateway.qqbot.outbound.Sender;
import io.hermesgateway.qqbot.outbound.Typing;
import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.platform.Platform;
import io.hermesgateway.spi.platform.PlatformContext;
import io.hermesgateway.spi.platform.PlatformState;
import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.service.ControlVerb;
import io.hermesgateway.spi.settings.Settings;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One bot, put together. What must survive is the kernel's: the session, how far it was taken in, and open claims. */
final class QqPlatform implements Platform {
    private final PlatformContext context;
    private final Bots bots;
    private final Tokens tokens;
    private final QqApi api;
    private final Link link;
    private final Sender sender;
    private final Typing typing;
    private @Nullable Registration doctor;

    QqPlatform(PlatformContext context, Bots bots) {
        this.context = context;
        this.bots = bots;
        Settings settings = context.settings();
        String appId = settings.get(QqSettings.APP_ID).strip();
        String proxy = settings.get(QqSettings.PROXY);
        RandomGenerator random =
                new SplittableRandom(Long.parseUnsignedLong(context.ids().next().substring(0, 16), 16));
        JdkHttp http = bots.http(proxy);
        Tokens.Login login =
                new Tokens.Login(settings.get(QqSettings.TOKEN_URL), appId, settings.get(QqSettings.CLIENT_SECRET));
        tokens = new Tokens(http, login, context.clock(), context.tasks(), random);
        api = new QqApi(http, tokens, QqSettings.api(settings));
        Outgoing outgoing =
                Outgoing.of(context, api, http.client(), this::isConnected, settings.get(QqSettings.REMINDERS));
        sender = outgoing.sender();
        typing = outgoing.typing();
        Decoder decoder = new Decoder(context.platformId(), settings.get(QqSettings.REQUIRE_MENTION), context.clock());
        Downloads downloads = new Downloads(http.client(), context.folder().resolve("media"), context.ids());
        Clicks clicks = new Clicks(context, api, outgoing.notices(sender));
        LinkParts parts = new LinkParts(
                appId,
                settings.get(QqSettings.INTENTS).intValue(),
                api,
                tokens,
                new WebSockets(proxy),
                bots.gate(),
                context.tasks(),
                context.clock(),
                random,
                bots::spread);
        link = new Link(parts, new Admissions(context, decoder, downloads, others(outgoing, clicks)), sign());
        bots.add(this);
    }

    private boolean isConnected() {
        return link.isReady();
    }

    private Link.Sign sign() {
        return new Link.Sign() {
            @Override
            public void show(PlatformState state, String detail) {
                context.report(state, detail);
            }

            @Override
            public void alive() {
                context.proofOfLife();
            }
        };
    }

    private static Admissions.Others others(Outgoing outgoing, Clicks clicks) {
        return new Admissions.Others() {
            @Override
            public void wrote(Place place, String messageId) {
                outgoing.wrote(place, messageId);
            }

            @Override
            public void opening(Place place, String eventId) {
                outgoing.opening(place, eventId);
            }

            @Override
            public void pressed(Click click) {
                clicks.pressed(click);
            }

            @Override
            public void audited(Reading.Audited audited) {
                outgoing.audited(audited);
            }
        };
    }

    @Override
    public void start() {
        doctor = context.registry().publish(ControlVerb.class, "doctor.qqbot", new QqDoctor(bots));
        link.start(context.cursor(Admissions.SESSION).flatMap(Session::parse));
    }

    @Override
    public SendResult send(Delivery delivery) {
        return sender.send(delivery);
    }

    @Override
    public void watch(Conversation conversation, TurnEvent event) {
        typing.watch(conversation, event);
    }

    @Override
    public void close() {
        link.close();
        bots.remove(this);
        Registration verb = doctor;
        if (verb != null) {
            verb.close();
        }
    }

    PlatformContext context() {
        return context;
    }

    Tokens tokens() {
        return tokens;
    }

    QqApi api() {
        return api;
    }

    Link link() {
        return link;
    }
}

package io.hermesgateway.weixin;

import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.platform.Platform;
import io.hermesgateway.spi.platform.PlatformContext;
import io.hermesgateway.spi.platform.PlatformState;
import io.hermesgateway.weixin.inbound.Health;
import io.hermesgateway.weixin.login.Credentials;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One account. Without credentials it waits for a login, which opens it anew. */
final class WeixinPlatform implements Platform {
    private final PlatformContext context;
    private final Accounts accounts;
    private final Health health;
    private volatile @Nullable Session session;
    private volatile boolean closed;

    WeixinPlatform(PlatformContext context, Accounts accounts) {
        this.context = context;
        this.accounts = accounts;
        this.health = new Health(context);
    }

    PlatformContext context() {
        return context;
    }

    Health health() {
        return health;
    }

    Optional<Session> session() {
        return Optional.ofNullable(session);
    }

    @Override
    public void start() {
        accounts.add(this);
        Optional<Credentials> credentials = Credentials.of(context.settings(), context.folder());
        if (credentials.isEmpty()) {
            health.show(PlatformState.NEEDS_LOGIN, "poll.none");
            return;
        }
        health.show(PlatformState.CONNECTING, "");
        Session opened = new Session(
                context, credentials.get(), accounts.line(context.settings()), health, new Session.Outside() {
                    @Override
                    public Optional<String> command(String user, String words) {
                        return accounts.answers().command(context.platformId(), user, words);
                    }

                    @Override
                    public void needsLogin() {
                        accounts.alert(context.platformId());
                    }
                });
        session = opened;
        opened.start();
    }

    @Override
    public SendResult send(Delivery delivery) {
        Session now = session;
        return now == null ? new SendResult.Parked(Words.ofMachine().say("poll.none")) : now.outgoing.send(delivery);
    }

    @Override
    public void watch(Conversation conversation, TurnEvent event) {
        Session now = session;
        if (now != null) {
            now.atWork.watch(conversation, event);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        accounts.remove(this);
        Session now = session;
        if (now != null) {
            now.close();
        }
    }
}

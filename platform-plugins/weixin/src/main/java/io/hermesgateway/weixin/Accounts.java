package io.hermesgateway.weixin;

import io.hermesgateway.spi.service.ServiceContext;
import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.weixin.wire.Line;
import io.hermesgateway.weixin.wire.Uplink;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** What the accounts and the service of one instance of the plugin share. */
final class Accounts {
    private final Uplink uplink = new Uplink();
    private final Map<String, WeixinPlatform> open = new ConcurrentSkipListMap<>();
    private final Answers answers = new Answers(this::service);
    private volatile @Nullable Logins logins;
    private volatile @Nullable ServiceContext service;

    void add(WeixinPlatform account) {
        open.put(account.context().platformId(), account);
    }

    void remove(WeixinPlatform account) {
        open.remove(account.context().platformId(), account);
    }

    Collection<WeixinPlatform> all() {
        return List.copyOf(open.values());
    }

    Optional<WeixinPlatform> find(String platformId) {
        return Optional.ofNullable(open.get(platformId));
    }

    Line line(Settings settings) {
        return new Line(uplink, settings.find(WeixinSettings.PROXY).orElse(""));
    }

    Answers answers() {
        return answers;
    }

    /** Empty until the service of the plugin runs. */
    Optional<ServiceContext> service() {
        return Optional.ofNullable(service);
    }

    void serve(@Nullable ServiceContext context) {
        service = context;
        logins = context == null ? null : new Logins(this, context);
    }

    Optional<Logins> logins() {
        return Optional.ofNullable(logins);
    }

    void alert(String platformId) {
        service().ifPresent(context -> new Alert(context, logins()).needsLogin(platformId));
    }
}

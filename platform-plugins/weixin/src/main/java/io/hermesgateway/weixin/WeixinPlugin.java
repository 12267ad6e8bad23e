package io.hermesgateway.weixin;

import io.hermesgateway.spi.platform.Capabilities;
import io.hermesgateway.spi.platform.Platform;
import io.hermesgateway.spi.platform.PlatformContext;
import io.hermesgateway.spi.platform.PlatformFactory;
import io.hermesgateway.spi.plugin.Plugin;
import io.hermesgateway.spi.service.Service;
import io.hermesgateway.spi.service.ServiceContext;
import io.hermesgateway.spi.service.ServiceFactory;
import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.spi.settings.SettingsSpec;
import io.hermesgateway.weixin.login.Credentials;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Offers the platform {@code weixin}, and what an operator needs for it. */
public final class WeixinPlugin implements Plugin {
    /** Long texts come whole: this adapter alone knows how many messages are left, and when a file is better. */
    private static final int TEXT_MOST = 200_000;

    private static final String LOCK = "weixin-bot-token";

    private final Accounts accounts = new Accounts();

    @Override
    public List<PlatformFactory> platforms() {
        return List.of(new Factory(accounts));
    }

    @Override
    public List<ServiceFactory> services() {
        return List.of(new ServiceFactory() {
            @Override
            public String name() {
                return "weixin";
            }

            @Override
            public List<SettingsSpec> settings() {
                return List.of(WeixinSettings.spec());
            }

            @Override
            public Service open(ServiceContext context) {
                return new WeixinService(context, accounts);
            }
        });
    }

    private record Factory(Accounts accounts) implements PlatformFactory {
        @Override
        public String kind() {
            return "weixin";
        }

        @Override
        public SettingsSpec settings() {
            return WeixinSettings.spec();
        }

        @Override
        public Capabilities capabilities() {
            return Capabilities.plain(TEXT_MOST);
        }

        @Override
        public Optional<Bot> bot(Settings settings, Path folder) {
            return Credentials.of(settings, folder).map(credentials -> new Bot(LOCK, credentials.token()));
        }

        @Override
        public Platform open(PlatformContext context) {
            return new WeixinPlatform(context, accounts);
        }
    }
}

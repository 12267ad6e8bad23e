package io.hermesgateway.qqbot;

import io.hermesgateway.spi.platform.Capabilities;
import io.hermesgateway.spi.platform.Platform;
import io.hermesgateway.spi.platform.PlatformContext;
import io.hermesgateway.spi.platform.PlatformFactory;
import io.hermesgateway.spi.plugin.Plugin;
import io.hermesgateway.spi.settings.Secret;
import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.spi.settings.SettingsSpec;
import java.util.List;
import java.util.Optional;

/** Offers the platform {@code qqbot}. */
public final class QqPlugin implements Plugin {
    private static final int TEXT_LIMIT = 4_000;
    private static final int BUTTONS = 4;

    private final Bots bots = new Bots();

    @Override
    public List<PlatformFactory> platforms() {
        return List.of(new PlatformFactory() {
            @Override
            public String kind() {
                return "qqbot";
            }

            @Override
            public SettingsSpec settings() {
                return QqSettings.spec();
            }

            /** Messages cannot be changed; the end of a question is said instead. Repeats are recognised by number. */
            @Override
            public Capabilities capabilities() {
                return new Capabilities(TEXT_LIMIT, Capabilities.TextUnit.UTF16, BUTTONS, true, true);
            }

            @Override
            public Optional<Bot> bot(Settings settings) {
                return settings.find(QqSettings.APP_ID).map(id -> new Bot("qqbot-appid", new Secret(id)));
            }

            @Override
            public Platform open(PlatformContext context) {
                return new QqPlatform(context, bots);
            }
        });
    }
}

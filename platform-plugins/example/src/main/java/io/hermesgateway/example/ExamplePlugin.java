package io.hermesgateway.example;

import io.hermesgateway.spi.platform.Capabilities;
import io.hermesgateway.spi.platform.Platform;
import io.hermesgateway.spi.platform.PlatformContext;
import io.hermesgateway.spi.platform.PlatformFactory;
import io.hermesgateway.spi.plugin.Plugin;
import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.SettingsSpec;
import io.hermesgateway.spi.settings.Types;
import java.util.List;

/** Offers the platform {@code example}. */
public final class ExamplePlugin implements Plugin {
    static final Setting<String> HOST = Setting.of("host", Types.TEXT, "127.0.0.1", "The host of the chat server.");
    static final Setting<Long> PORT = Setting.required("port", Types.NUMBER, "The port of the chat server.");

    @Override
    public List<PlatformFactory> platforms() {
        return List.of(new PlatformFactory() {
            @Override
            public String kind() {
                return "example";
            }

            @Override
            public SettingsSpec settings() {
                return SettingsSpec.of("platforms.example", HOST, PORT);
            }

            @Override
            public Capabilities capabilities() {
                return new Capabilities(2_000, Capabilities.TextUnit.UTF16, 4, true, false);
            }

            @Override
            public Platform open(PlatformContext context) {
                return new ExamplePlatform(context);
            }
        });
    }
}

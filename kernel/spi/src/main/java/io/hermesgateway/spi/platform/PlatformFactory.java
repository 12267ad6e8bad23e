package io.hermesgateway.spi.platform;

import io.hermesgateway.spi.settings.Secret;
import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.spi.settings.SettingsSpec;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** Makes adapters of one kind of platform; one adapter per configured account. */
public interface PlatformFactory {
    /** The kind, and the name of its section under {@code platforms}: {@code qqbot}. */
    String kind();

    /** The settings of one account. The kernel adds those that every platform has (allow-lists, proxy …). */
    default SettingsSpec settings() {
        return SettingsSpec.none();
    }

    /** What the far side can do; asked once per load. */
    Capabilities capabilities();

    /**
     * Which bot these settings are, so that no two gateways of a machine serve it at once. Empty where several may, and
     * where the bot is not known before a login.
     */
    default Optional<Bot> bot(Settings settings) {
        return Optional.empty();
    }

    /**
     * The same where a login may have left credentials in the account's folder.
     *
     * @param folder the private folder of the account, which may not be there yet
     */
    default Optional<Bot> bot(Settings settings, Path folder) {
        return bot(settings);
    }

    /** Makes an adapter and returns at once; nothing is contacted yet. Settings of the account are already valid. */
    Platform open(PlatformContext context);

    /**
     * One bot of the far side.
     *
     * @param scope what kind of credential it is, for example {@code telegram-bot-token}
     * @param credential what only this bot has
     */
    record Bot(String scope, Secret credential) {
        public Bot {
            Objects.requireNonNull(credential, "credential");
            if (!scope.matches("[a-z0-9_-]+")) {
                throw new IllegalArgumentException("a scope is a file name of small letters");
            }
        }
    }
}

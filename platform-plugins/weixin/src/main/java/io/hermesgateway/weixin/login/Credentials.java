package io.hermesgateway.weixin.login;

import io.hermesgateway.spi.settings.Secret;
import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.weixin.WeixinSettings;
import io.hermesgateway.weixin.media.Cipher128;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a bot is reached with.
 *
 * @param bot its id, as the server spells it
 * @param user the person it is bound to, empty when nobody said
 */
public record Credentials(String bot, Secret token, URI base, String user) {
    /**
     * Those that count: a login wins over the configuration as it was then; once the configuration says something else,
     * that is what was wanted last.
     */
    public static Optional<Credentials> of(Settings settings, Path folder) {
        Optional<AccountFile.Stored> stored = AccountFile.in(folder).read();
        Optional<Credentials> configured = configured(settings);
        boolean loginIsNewer = stored.map(one -> one.configured().equals(fingerprint(settings)))
                .orElse(false);
        return loginIsNewer || configured.isEmpty() ? stored.map(AccountFile.Stored::credentials) : configured;
    }

    private static Optional<Credentials> configured(Settings settings) {
        return settings.find(WeixinSettings.TOKEN)
                .filter(token -> !token.isBlank())
                .map(token -> new Credentials(
                        settings.find(WeixinSettings.ACCOUNT_ID)
                                .filter(id -> !id.isBlank())
                                .orElse("token-" + digest(token.reveal()).substring(0, 8)),
                        token,
                        settings.get(WeixinSettings.BASE_URL),
                        ""));
    }

    /** What the configuration says about the bot, in a form that tells nothing. */
    static String fingerprint(Settings settings) {
        String id = settings.find(WeixinSettings.ACCOUNT_ID).orElse("");
        String token = settings.find(WeixinSettings.TOKEN).map(Secret::reveal).orElse("");
        return id.isBlank() && token.isBlank() ? "" : digest(id + "\n" + token);
    }

    private static String digest(String text) {
        return Cipher128.md5(text.getBytes(StandardCharsets.UTF_8));
    }
}

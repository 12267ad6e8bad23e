package io.hermesgateway.weixin;

import io.hermesgateway.spi.settings.Secret;
import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.SettingsSpec;
import io.hermesgateway.spi.settings.Types;
import java.net.URI;
import java.util.List;

/** The settings of an account. Without a token it waits for a login. */
public interface WeixinSettings {
    String SECTION = "platforms.weixin";

    Setting<String> ACCOUNT_ID = Setting.of("account_id", Types.TEXT, "", "The id of the bot, as the server spells it.")
            .env("WEIXIN_ACCOUNT_ID");
    Setting<Secret> TOKEN = Setting.<Secret>of(
                    "token", Types.SECRET, null, "The token of the bot; a login by QR code writes one down by itself.")
            .env("WEIXIN_TOKEN");
    Setting<URI> BASE_URL = Setting.of(
                    "base_url", Types.URL, URI.create("https://ilinkai.weixin.qq.com"), "Where the bot is served.")
            .env("WEIXIN_BASE_URL");
    Setting<URI> CDN_BASE_URL = Setting.of(
                    "cdn_base_url",
                    Types.URL,
                    URI.create("https://novac2c.cdn.weixin.qq.com/c2c"),
                    "Where files are brought to and fetched from.")
            .env("WEIXIN_CDN_BASE_URL");
    Setting<URI> LOGIN_BASE_URL = Setting.of(
                    "login_base_url",
                    Types.URL,
                    URI.create("https://ilinkai.weixin.qq.com"),
                    "Where a login by QR code begins.")
            .env("WEIXIN_LOGIN_BASE_URL");
    Setting<Long> SEND_INTERVAL = Setting.of(
                    "send_interval_ms", Types.NUMBER, 1_500L, "The pause between two messages of the bot.")
            .env("WEIXIN_SEND_INTERVAL_MS");
    Setting<Boolean> SEND_WITHOUT_CONTEXT = Setting.of(
            "send_without_context",
            Types.FLAG,
            false,
            "Try to write to people who have not written yet; whether it arrives nobody can tell.");
    Setting<Boolean> RESEND_UNCERTAIN =
            Setting.of("resend_uncertain", Types.FLAG, false, "Send once more, under the same id, what got no answer.");
    Setting<String> PROXY =
            Setting.of("proxy", Types.TEXT, "", "The proxy of this platform.").env("WEIXIN_PROXY");

    static SettingsSpec spec() {
        return new SettingsSpec(
                SECTION,
                List.of(
                        ACCOUNT_ID,
                        TOKEN,
                        BASE_URL,
                        CDN_BASE_URL,
                        LOGIN_BASE_URL,
                        SEND_INTERVAL,
                        SEND_WITHOUT_CONTEXT,
                        RESEND_UNCERTAIN));
    }
}

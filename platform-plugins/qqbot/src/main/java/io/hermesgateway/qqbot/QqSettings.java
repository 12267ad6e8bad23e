package io.hermesgateway.qqbot;

import io.hermesgateway.qqbot.link.Intents;
import io.hermesgateway.spi.settings.Secret;
import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.spi.settings.SettingsSpec;
import io.hermesgateway.spi.settings.Types;
import java.net.URI;
import java.util.List;

/** The settings of one bot. */
final class QqSettings {
    static final URI SANDBOX = URI.create("https://sandbox.api.sgroup.qq.com");

    static final Setting<String> APP_ID = Setting.required("app_id", Types.TEXT, "The AppID of the bot, from q.qq.com.")
            .env("QQ_APP_ID");
    static final Setting<Secret> CLIENT_SECRET = Setting.required(
                    "client_secret", Types.SECRET, "The AppSecret of the bot.")
            .env("QQ_CLIENT_SECRET")
            .alias("app_secret");
    static final Setting<URI> API_BASE_URL = Setting.of(
                    "api_base_url", Types.URL, URI.create("https://api.sgroup.qq.com"), "The address of QQ's open API.")
            .env("QQ_API_BASE_URL");
    static final Setting<URI> TOKEN_URL = Setting.of(
                    "token_url",
                    Types.URL,
                    URI.create("https://bots.qq.com/app/getAppAccessToken"),
                    "Where access tokens are fetched.")
            .env("QQ_TOKEN_URL");
    static final Setting<Boolean> SANDBOX_ONLY = Setting.of(
                    "sandbox", Types.FLAG, false, "Whether the bot works in QQ's sandbox instead of the real world.")
            .env("QQ_SANDBOX");
    static final Setting<Long> INTENTS = Setting.of(
            "intents", Types.NUMBER, (long) Intents.USUAL, "Which kinds of events are asked for, as QQ's bits.");
    static final Setting<Boolean> REQUIRE_MENTION = Setting.of(
                    "require_mention", Types.FLAG, true, "Whether the bot must be named in a group.")
            .env("QQ_REQUIRE_MENTION", "QQBOT_REQUIRE_MENTION");
    static final Setting<Boolean> REMINDERS = Setting.of(
            "reminders",
            Types.FLAG,
            false,
            "Whether the bot may use QQ's rare reminders where nothing else reaches a person.");
    static final Setting<String> PROXY = Setting.of("proxy", Types.TEXT, "", "The HTTP proxy, as http://host:port.");

    private QqSettings() {}

    static SettingsSpec spec() {
        return SettingsSpec.of(
                        "platforms.qqbot",
                        APP_ID,
                        CLIENT_SECRET,
                        API_BASE_URL,
                        TOKEN_URL,
                        SANDBOX_ONLY,
                        INTENTS,
                        REQUIRE_MENTION,
                        REMINDERS,
                        PROXY)
                .judgedBy(QqSettings::judge);
    }

    /** Calls go through the JDK's client, which speaks to HTTP proxies only. */
    private static List<SettingsSpec.Finding> judge(Settings settings) {
        return settings.find(PROXY).orElse("").startsWith("socks")
                ? List.of(new SettingsSpec.Finding(
                        "platforms.qqbot.proxy", "QQ is reached through HTTP proxies only: http://host:port", true))
                : List.of();
    }

    /** An address that somebody chose is stronger than the switch. */
    static URI api(Settings settings) {
        URI base = settings.get(API_BASE_URL);
        boolean chosen = !base.equals(API_BASE_URL.fallback());
        return settings.get(SANDBOX_ONLY) && !chosen ? SANDBOX : base;
    }
}

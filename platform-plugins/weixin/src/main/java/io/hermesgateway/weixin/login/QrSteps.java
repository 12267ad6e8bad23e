package io.hermesgateway.weixin.login;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.spi.settings.Secret;
import io.hermesgateway.weixin.media.Hosts;
import io.hermesgateway.weixin.wire.Outcome;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the answers to a login by QR code mean, one after the other: no network, no time, so that every way through it can
 * be tried.
 */
final class QrSteps {
    private static final int CODES_MOST = 3;
    private static final String TRUSTED = ".weixin.qq.com";

    private final URI login;
    private URI base;
    private int codes;
    private boolean verifying;

    QrSteps(URI login) {
        this.login = login;
        this.base = login;
    }

    /** What is to be done next. */
    sealed interface Next {
        /** Ask again, after a breath. */
        record Wait(boolean scanned) implements Next {}

        /** A person must type the number that the phone shows. */
        record Verify(boolean again) implements Next {}

        /** The code is used up; make another one. */
        record Renew(String why) implements Next {}

        /** The bot is bound already: what we have is good. */
        record Kept() implements Next {}

        record Confirmed(Credentials credentials) implements Next {}

        record Failed(String why) implements Next {}
    }

    /** Where the status is asked for. */
    URI base() {
        return base;
    }

    /** A new code was made; false when there have been enough. */
    boolean anotherCode() {
        base = login;
        verifying = false;
        return ++codes <= CODES_MOST;
    }

    /** Trouble on the way is no answer; it is simply asked again. */
    Next after(Outcome outcome) {
        return outcome instanceof Outcome.Answered answered && answered.code() == 0
                ? after(answered.json())
                : new Next.Wait(false);
    }

    private Next after(JsonNode json) {
        String status = json.path("status").asText("").toLowerCase(Locale.ROOT);
        boolean again = verifying;
        verifying = status.equals("need_verifycode");
        return switch (status) {
            case "scaned", "scanned" -> new Next.Wait(true);
            case "scaned_but_redirect" -> redirected(json.path("redirect_host").asText(""));
            case "need_verifycode" -> new Next.Verify(again);
            case "verify_code_blocked" -> new Next.Renew("login.blocked");
            case "expired" -> new Next.Renew("login.expired");
            case "binded_redirect" -> new Next.Kept();
            case "confirmed" -> confirmed(json);
            default -> new Next.Wait(false);
        };
    }

    private Next redirected(String host) {
        URI to = address(host);
        if (to == null) {
            return new Next.Failed("login.redirect");
        }
        base = to;
        return new Next.Wait(true);
    }

    /** Only to hosts of the same house: whoever answers there gets to say whose bot this is. */
    private @Nullable URI address(String host) {
        if (!host.matches("[A-Za-z0-9.-]+(:\\d{1,5})?")) {
            return null;
        }
        String name = host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
        if (name.endsWith(TRUSTED)) {
            return URI.create("https://" + host);
        }
        boolean trial = Hosts.loopback(login.getHost()) && Hosts.loopback(name);
        String port = host.equals(name) && login.getPort() > 0 ? ":" + login.getPort() : "";
        return trial ? URI.create(login.getScheme() + "://" + host + port) : null;
    }

    private Next confirmed(JsonNode json) {
        String bot = json.path("ilink_bot_id").asText("");
        String token = json.path("bot_token").asText("");
        if (bot.isEmpty() || token.isEmpty()) {
            return new Next.Failed("login.incomplete");
        }
        String served = json.path("baseurl").asText("");
        URI at = served.isEmpty() ? login : URI.create(served.contains("://") ? served : "https://" + served);
        return new Next.Confirmed(new Credentials(
                bot, new Secret(token), at, json.path("ilink_user_id").asText("")));
    }
}

package io.hermesgateway.simulators.weixin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Json;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One QR code on its way from "nobody looked at it" to a bot, or to nothing. */
final class QrCode {
    enum Status {
        WAIT,
        SCANED,
        SCANED_BUT_REDIRECT,
        NEED_VERIFYCODE,
        VERIFY_CODE_BLOCKED,
        EXPIRED,
        BINDED_REDIRECT,
        CONFIRMED;

        String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** More can come after it. */
        boolean open() {
            return switch (this) {
                case WAIT, SCANED, SCANED_BUT_REDIRECT, NEED_VERIFYCODE -> true;
                case VERIFY_CODE_BLOCKED, EXPIRED, BINDED_REDIRECT, CONFIRMED -> false;
            };
        }
    }

    static final int TRIES = 3;

    private final String id;
    private final Instant until;
    private final Set<String> localTokens;
    private final String code;
    private final String redirect;
    private Status status = Status.WAIT;
    private Status told = Status.WAIT;
    private String user = "";
    private int tries;
    private boolean moved;
    private @Nullable Bot bot;

    QrCode(String id, Instant until, Set<String> localTokens, String code, String redirect) {
        this.id = id;
        this.until = until;
        this.localTokens = localTokens;
        this.code = code;
        this.redirect = redirect;
    }

    String id() {
        return id;
    }

    Status status() {
        return status;
    }

    String user() {
        return user;
    }

    boolean fromHolderOf(String token) {
        return localTokens.contains(token);
    }

    void expireAt(Instant now) {
        if (status.open() && !now.isBefore(until)) {
            status = Status.EXPIRED;
        }
    }

    void force(Status next) {
        status = next;
    }

    void scan(String person) {
        user = person;
        status = !redirect.isEmpty() && !moved
                ? Status.SCANED_BUT_REDIRECT
                : code.isEmpty() ? Status.SCANED : Status.NEED_VERIFYCODE;
    }

    /** The client asks at another host, perhaps at the one it was sent to; what follows the scan follows there. */
    void askedAt(String host) {
        if (status == Status.SCANED_BUT_REDIRECT && host.equalsIgnoreCase(redirect)) {
            moved = true;
            scan(user);
        }
    }

    /** The number that the person read from the phone. Whether it changed anything. */
    boolean verify(String given) {
        if (status != Status.NEED_VERIFYCODE || given.isEmpty()) {
            return false;
        }
        if (given.equals(code)) {
            status = Status.SCANED;
        } else if (++tries >= TRIES) {
            status = Status.VERIFY_CODE_BLOCKED;
        }
        return true;
    }

    void confirm(Bot bound) {
        bot = bound;
        status = Status.CONFIRMED;
    }

    /** The client has not been told yet. */
    boolean isNews() {
        return told != status || !status.open();
    }

    ObjectNode tell(String baseUrl) {
        told = status;
        ObjectNode body = Json.object().put("status", status.wire());
        if (status == Status.SCANED_BUT_REDIRECT) {
            body.put("redirect_host", redirect);
        }
        if (status == Status.CONFIRMED && bot != null) {
            body.put("bot_token", bot.token())
                    .put("ilink_bot_id", bot.id())
                    .put("baseurl", baseUrl)
                    .put("ilink_user_id", bot.owner());
        }
        return body;
    }
}

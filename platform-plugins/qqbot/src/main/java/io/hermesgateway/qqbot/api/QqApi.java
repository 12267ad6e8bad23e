package io.hermesgateway.qqbot.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls to QQ's open API with the bot's token. A token that is refused is fetched anew once, and the call is made again
 * once; nothing else is repeated here, for only the caller knows what may be.
 */
public final class QqApi {
    private static final Logger LOG = LoggerFactory.getLogger(QqApi.class);
    /** A shorter patience makes "sent, but looked failed". */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final byte[] NOTHING = new byte[0];

    private final Http http;
    private final Tokens tokens;
    private final String base;
    private final AtomicInteger refusedTokens = new AtomicInteger();

    public QqApi(Http http, Tokens tokens, URI base) {
        this.http = http;
        this.tokens = tokens;
        String text = base.toString();
        this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    public Reply get(String path) {
        return call("GET", path, null, PATIENCE);
    }

    public Reply post(String path, JsonNode body) {
        return call("POST", path, body, PATIENCE);
    }

    public Reply call(String method, String path, @Nullable JsonNode body, Duration patience) {
        Reply first = once(method, path, body, patience);
        if (!first.answered()) {
            return first;
        }
        Verdict verdict = first.verdict();
        if (verdict == Verdict.TOKEN || verdict == Verdict.HICCUP) {
            Reply second = once(method, path, body, patience);
            Reply better = second.answered() ? second : first;
            count(better);
            return better;
        }
        count(first);
        return first;
    }

    private Reply once(String method, String path, @Nullable JsonNode body, Duration patience) {
        Credential credential = tokens.get();
        if (!(credential instanceof Credential.Granted granted)) {
            return Reply.neverLeft(
                    credential instanceof Credential.Denied denied
                            ? denied.why()
                            : ((Credential.Away) credential).why());
        }
        Map<String, String> headers = new HashMap<>();
        headers.put("Authorization", "QQBot " + granted.token());
        headers.put("User-Agent", "hermes-gateway");
        if (body != null) {
            headers.put("Content-Type", "application/json");
        }
        byte[] bytes = body == null ? NOTHING : body.toString().getBytes(StandardCharsets.UTF_8);
        Reply reply = http.call(method, URI.create(base + path), headers, bytes, patience);
        if (!reply.ok()) {
            LOG.debug("{} {} failed: {}", method, path, reply.words());
        }
        if (reply.answered() && reply.verdict() == Verdict.TOKEN) {
            tokens.invalidate(granted.token());
        }
        return reply;
    }

    private void count(Reply reply) {
        if (reply.answered() && reply.verdict() == Verdict.TOKEN) {
            refusedTokens.incrementAndGet();
        } else if (reply.answered()) {
            refusedTokens.set(0);
        }
    }

    /** How many calls in a row failed although their token was fresh. */
    public int refusedTokens() {
        return refusedTokens.get();
    }
}

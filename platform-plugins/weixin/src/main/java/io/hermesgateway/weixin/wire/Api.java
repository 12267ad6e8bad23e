package io.hermesgateway.weixin.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.spi.plugin.Ids;
import io.hermesgateway.spi.settings.Secret;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The calls of one bot. None of them blocks, and none fails other than by its {@link Outcome}. */
public final class Api {
    private static final Duration SEND = Duration.ofSeconds(15);
    private static final Duration SHORT = Duration.ofSeconds(10);

    private final Line line;
    private final URI base;
    private final Secret token;
    private final Ids ids;

    public Api(Line line, URI base, Secret token, Ids ids) {
        this.line = line;
        this.base = base;
        this.token = token;
        this.ids = ids;
    }

    public CompletableFuture<Outcome> getUpdates(String cursor, Duration patience) {
        return post("ilink/bot/getupdates", Wire.object().put("get_updates_buf", cursor), patience);
    }

    public CompletableFuture<Outcome> sendMessage(ObjectNode message) {
        return post("ilink/bot/sendmessage", message, SEND);
    }

    public CompletableFuture<Outcome> getUploadUrl(ObjectNode request) {
        return post("ilink/bot/getuploadurl", request, SEND);
    }

    public CompletableFuture<Outcome> getConfig(String user, String contextToken) {
        ObjectNode body = Wire.object().put("ilink_user_id", user).put("context_token", contextToken);
        return post("ilink/bot/getconfig", body, SHORT);
    }

    /** @param status 1 while typing, 2 at the end */
    public CompletableFuture<Outcome> sendTyping(String user, String ticket, int status) {
        ObjectNode body = Wire.object()
                .put("ilink_user_id", user)
                .put("typing_ticket", ticket)
                .put("status", status);
        return post("ilink/bot/sendtyping", body, SHORT);
    }

    public CompletableFuture<Outcome> notifyStart() {
        return post("ilink/bot/msg/notifystart", Wire.object(), SHORT);
    }

    public CompletableFuture<Outcome> notifyStop(Duration patience) {
        return post("ilink/bot/msg/notifystop", Wire.object(), patience);
    }

    private CompletableFuture<Outcome> post(String path, ObjectNode body, Duration patience) {
        byte[] text = Wire.withBaseInfo(body).toString().getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(Line.under(base, path)).timeout(patience).POST(BodyPublishers.ofByteArray(text));
        Line.mark(request, ids).header("Authorization", "Bearer " + token.reveal());
        return line.json(request.build());
    }
}

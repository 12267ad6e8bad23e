package io.hermesgateway.weixin.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.spi.plugin.Ids;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The two calls of a login by QR code, which need no token. */
public final class LoginApi {
    private static final Duration FETCH = Duration.ofSeconds(30);
    private static final Duration HELD = Duration.ofSeconds(40);

    private final Line line;
    private final Ids ids;

    public LoginApi(Line line, Ids ids) {
        this.line = line;
        this.ids = ids;
    }

    /** @param known tokens that may still be good: for a bot that is bound already the far side says so */
    public CompletableFuture<Outcome> code(URI base, List<String> known) {
        ObjectNode body = Wire.object();
        known.forEach(body.putArray("local_token_list")::add);
        byte[] text = body.toString().getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder request = HttpRequest.newBuilder(Line.under(base, "ilink/bot/get_bot_qrcode?bot_type=3"))
                .timeout(FETCH)
                .POST(BodyPublishers.ofByteArray(text));
        return line.json(Line.mark(request, ids).build());
    }

    public CompletableFuture<Outcome> status(URI base, String code, String verification) {
        String query =
                "qrcode=" + encoded(code) + (verification.isEmpty() ? "" : "&verify_code=" + encoded(verification));
        HttpRequest.Builder request = HttpRequest.newBuilder(Line.under(base, "ilink/bot/get_qrcode_status?" + query))
                .timeout(HELD);
        return line.json(Line.identify(request).build());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

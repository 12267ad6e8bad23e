package io.hermesgateway.weixin.media;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.spi.plugin.Ids;
import io.hermesgateway.weixin.wire.Api;
import io.hermesgateway.weixin.wire.Line;
import io.hermesgateway.weixin.wire.Outcome;
import io.hermesgateway.weixin.wire.Wire;
import io.hermesgateway.weixin.wire.Wire.ItemType;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Brings files to the content network. A reference is good for an hour, so the same file for the same person is not
 * brought there twice. Nobody has seen a file before a message names it, so an upload may be repeated.
 */
public final class Uploads {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration GOOD = Duration.ofHours(1);
    private static final URI NOWHERE = URI.create("none:none");
    private static final int TRIES = 3;
    private static final int REMEMBERED = 200;

    private final Api api;
    private final Line line;
    private final URI network;
    private final Hosts hosts;
    private final Ids ids;
    private final InstantSource clock;
    private final Map<String, Done> done = new LinkedHashMap<>();

    public Uploads(Api api, Line line, URI network, Hosts hosts, Ids ids, InstantSource clock) {
        this.api = api;
        this.line = line;
        this.network = network;
        this.hosts = hosts;
        this.ids = ids;
        this.clock = clock;
    }

    /** What came of an upload. */
    public sealed interface Result {
        record Ready(ObjectNode item) implements Result {}

        /** It is of use to try again. */
        record Later(String why) implements Result {}

        /** The bot's session is over. */
        record NoSession() implements Result {}

        record Refused(String why) implements Result {}
    }

    private record Done(String reference, String hexKey, long encrypted, Instant at) {}

    /** Brings the bytes there and makes the item that names them. Waits. */
    public Result item(String user, ItemType type, String name, byte[] bytes) {
        String md5 = Cipher128.md5(bytes);
        String known = user + " " + type + " " + bytes.length + " " + md5;
        Optional<Done> before = recent(known);
        if (before.isPresent()) {
            return new Result.Ready(item(type, name, bytes.length, before.get()));
        }
        String hexKey = ids.next();
        byte[] encrypted = Cipher128.encrypt(bytes, HexFormat.of().parseHex(hexKey));
        String fileKey = ids.next();
        ObjectNode request = Wire.object()
                .put("filekey", fileKey)
                .put("media_type", mediaType(type))
                .put("to_user_id", user)
                .put("rawsize", bytes.length)
                .put("rawfilemd5", md5)
                .put("filesize", encrypted.length)
                .put("no_need_thumb", true)
                .put("aeskey", hexKey);
        return api.getUploadUrl(request)
                .join()
                .fold(
                        answered -> answered.code() == 0
                                ? bring(answered.json(), fileKey, encrypted, reference -> {
                                    Done now = new Done(reference, hexKey, encrypted.length, clock.instant());
                                    remember(known, now);
                                    return item(type, name, bytes.length, now);
                                })
                                : refused(answered),
                        status -> status.status() == 401 ? new Result.NoSession() : later("status " + status.status()),
                        unreachable -> later(unreachable.why()),
                        silent -> later(silent.why()));
    }

    private static Result refused(Outcome.Answered answered) {
        return answered.code() == -14
                ? new Result.NoSession()
                : new Result.Refused("the upload was refused (" + answered.code() + ")");
    }

    private static Result later(String why) {
        return new Result.Later("the file could not be uploaded: " + why);
    }

    /** Makes an item of a reference. */
    private interface Naming {
        ObjectNode item(String reference);
    }

    private Result bring(JsonNode where, String fileKey, byte[] encrypted, Naming naming) {
        String whole = where.path("upload_full_url").asText("");
        String parameter = where.path("upload_param").asText("");
        if (whole.isEmpty() && parameter.isEmpty()) {
            return new Result.Refused("the server named no place for the file");
        }
        URI address = Addresses.read(
                        whole.isEmpty()
                                ? network + "/upload?encrypted_query_param=" + encoded(parameter) + "&filekey="
                                        + fileKey
                                : whole)
                .orElse(NOWHERE);
        if (!hosts.allow(address)) {
            return new Result.Refused("the server named a place that is not of the content network");
        }
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(encrypted))
                .build();
        Result last = later("no answer");
        for (int attempt = 0; attempt < TRIES && last instanceof Result.Later; attempt++) {
            last = post(request, naming);
        }
        return last;
    }

    private Result post(HttpRequest request, Naming naming) {
        try {
            HttpResponse<Void> response = line.call(request, BodyHandlers.discarding())
                    .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            String reference =
                    response.headers().firstValue("x-encrypted-param").orElse("");
            if (response.statusCode() == 200) {
                return reference.isEmpty()
                        ? later("the content network gave no reference")
                        : new Result.Ready(naming.item(reference));
            }
            String why = response.headers().firstValue("x-error-message").orElse("status " + response.statusCode());
            return response.statusCode() / 100 == 4
                    ? new Result.Refused("the content network refused the file: " + why)
                    : later(why);
        } catch (CompletionException | CancellationException broken) {
            return later("the connection broke");
        }
    }

    private synchronized Optional<Done> recent(String known) {
        return Optional.ofNullable(done.get(known))
                .filter(before -> before.at().plus(GOOD).isAfter(clock.instant()));
    }

    private synchronized void remember(String known, Done now) {
        done.remove(known);
        done.put(known, now);
        while (done.size() > REMEMBERED) {
            done.remove(done.keySet().iterator().next());
        }
    }

    private static int mediaType(ItemType type) {
        return switch (type) {
            case IMAGE -> 1;
            case VIDEO -> 2;
            case FILE, TEXT, VOICE -> 3;
        };
    }

    /** Not a word more than the far side knows: it drops items that say too much. */
    private static ObjectNode item(ItemType type, String name, long bytes, Done there) {
        ObjectNode item = Wire.object().put("type", type.number);
        ObjectNode content =
                switch (type) {
                    case IMAGE -> item.putObject("image_item");
                    case VIDEO -> item.putObject("video_item");
                    case FILE, TEXT, VOICE -> item.putObject("file_item");
                };
        content.putObject("media")
                .put("encrypt_query_param", there.reference())
                .put("aes_key", MediaKey.write(there.hexKey()))
                .put("encrypt_type", 1);
        switch (type) {
            case IMAGE -> content.put("mid_size", there.encrypted());
            case VIDEO -> content.put("video_size", there.encrypted());
            case FILE, TEXT, VOICE -> content.put("file_name", name).put("len", String.valueOf(bytes));
        }
        return item;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}

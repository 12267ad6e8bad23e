package io.hermesgateway.qqbot.outbound;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.qqbot.api.Place;
import io.hermesgateway.qqbot.api.QqApi;
import io.hermesgateway.qqbot.api.Reply;
import io.hermesgateway.qqbot.api.Verdict;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.message.Attachment;
import io.hermesgateway.spi.plugin.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Brings files to QQ. Small ones go along in the call, larger ones in parts. What QQ gave for a file is used again until
 * shortly before it ends; it opens the file to whoever has it, so it is never logged.
 */
final class Uploads {
    private static final long INLINE = 5L << 20;
    private static final Duration BEFORE_THE_END = Duration.ofSeconds(60);
    private static final int UNLIMITED_DAYS = 3_650;

    private final QqApi api;
    private final Parts parts;
    private final InstantSource clock;
    private final Tasks tasks;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(String fileInfo, Instant endsAt) {
        @Override
        public String toString() {
            return "Known until " + endsAt;
        }
    }

    Uploads(QqApi api, Parts parts, InstantSource clock, Tasks tasks) {
        this.api = api;
        this.parts = parts;
        this.clock = clock;
        this.tasks = tasks;
    }

    Drafts.Made upload(Place place, Attachment file) {
        String caption = file.text() == null ? "" : file.text();
        if (!place.scope().modern()) {
            return new Drafts.Made(
                    new Draft.Text("[" + file.name() + "]" + (caption.isEmpty() ? "" : " " + caption)), null);
        }
        MediaKind kind = MediaKind.of(file);
        if (file.bytes() > kind.mostBytes()) {
            return refused(Words.like(caption).say("toolarge", file.name(), kind.mostBytes() >> 20));
        }
        try {
            byte[] bytes = Files.readAllBytes(Path.of(file.location()));
            String key = place.scope() + "/" + kind + "/" + Digests.of("SHA-256", bytes);
            Known before = known.get(key);
            if (before != null && before.endsAt().isAfter(clock.instant())) {
                return new Drafts.Made(new Draft.File(before.fileInfo(), caption), null);
            }
            Reply reply = bytes.length < INLINE
                    ? whole(place, kind, file, bytes)
                    : new ChunkedUpload(api, parts, this::pause).run(place, kind, file, bytes);
            return made(key, caption, reply);
        } catch (IOException unreadable) {
            return refused("the file cannot be read or brought to QQ: " + unreadable.getMessage());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return new Drafts.Made(new Draft.Text(""), new SendResult.Later(Duration.ZERO, "stopped while uploading"));
        }
    }

    private Drafts.Made made(String key, String caption, Reply reply) {
        String info = reply.body().path("file_info").asText("");
        if (!reply.ok() || info.isEmpty()) {
            boolean forGood = reply.answered() && reply.verdict() != Verdict.BROKEN && reply.verdict() != Verdict.BUSY;
            return reply.verdict() == Verdict.QUOTA
                    ? refused(Words.like(caption).say("quota"))
                    : forGood
                            ? refused(reply.words())
                            : new Drafts.Made(new Draft.Text(""), new SendResult.Later(reply.pause(), reply.words()));
        }
        long ttl = reply.body().path("ttl").asLong();
        Instant now = clock.instant();
        known.values().removeIf(each -> each.endsAt().isBefore(now));
        known.put(
                key,
                new Known(
                        info,
                        ttl == 0
                                ? now.plus(Duration.ofDays(UNLIMITED_DAYS))
                                : now.plusSeconds(ttl).minus(BEFORE_THE_END)));
        return new Drafts.Made(new Draft.File(info, caption), null);
    }

    private Reply whole(Place place, MediaKind kind, Attachment file, byte[] bytes) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("file_type", kind.number())
                .put("file_data", Base64.getEncoder().encodeToString(bytes))
                .put("srv_send_msg", false);
        if (kind == MediaKind.FILE) {
            body.put("file_name", file.name());
        }
        return api.call("POST", place.uploads() + "/files", body, Duration.ofSeconds(60));
    }

    private static Drafts.Made refused(String why) {
        return new Drafts.Made(new Draft.Text(""), new SendResult.Refused(KernelError.REFUSED_BY_PLATFORM, why));
    }

    private void pause(Duration time) {
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        tasks.after(time, "qqbot upload", () -> over.complete(true));
        over.join();
    }
}

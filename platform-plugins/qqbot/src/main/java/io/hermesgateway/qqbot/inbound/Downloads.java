package io.hermesgateway.qqbot.inbound;

import io.hermesgateway.spi.message.Attachment;
import io.hermesgateway.spi.message.InboundMessage;
import io.hermesgateway.spi.plugin.Ids;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches what is attached to a message before it is accepted: QQ's addresses do not last. */
public final class Downloads {
    private static final Logger LOG = LoggerFactory.getLogger(Downloads.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long MOST_BYTES = 100L << 20;
    private static final int BUFFER = 64 << 10;

    private final HttpClient client;
    private final Path folder;
    private final Ids ids;

    public Downloads(HttpClient client, Path folder, Ids ids) {
        this.client = client;
        this.folder = folder;
        this.ids = ids;
    }

    /** The message with its files on this machine; what cannot be fetched is named in the text. */
    InboundMessage fetch(Reading.Message said) {
        List<Attachment> files = new ArrayList<>();
        StringBuilder text = new StringBuilder(said.message().text());
        for (Reading.Remote remote : said.attached()) {
            try {
                files.add(fetch(remote));
            } catch (IOException | IllegalArgumentException unreachable) {
                LOG.info("An attached {} could not be fetched: {}", remote.kind(), unreachable.toString());
                text.append("\n[").append(remote.name()).append(": ?]").append(remote.text());
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                text.append("\n[").append(remote.name()).append(": ?]");
            }
        }
        InboundMessage m = said.message();
        return new InboundMessage(
                m.key(),
                m.conversation(),
                m.sender(),
                text.toString().strip(),
                files,
                m.replyTo(),
                m.sentAt(),
                m.route());
    }

    private Attachment fetch(Reading.Remote remote) throws IOException, InterruptedException {
        URI address = URI.create(remote.url());
        if (!"https".equals(address.getScheme()) && !"http".equals(address.getScheme())) {
            throw new IOException("no address");
        }
        HttpRequest request =
                HttpRequest.newBuilder(address).timeout(PATIENCE).GET().build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        Path file = Files.createDirectories(folder.resolve(ids.next())).resolve(plain(remote.name()));
        try (InputStream in = response.body();
                OutputStream out = Files.newOutputStream(file)) {
            if (response.statusCode() != 200) {
                throw new IOException("HTTP " + response.statusCode());
            }
            copy(in, out);
        }
        return new Attachment(
                remote.kind(),
                remote.name(),
                remote.mimeType(),
                Files.size(file),
                file.toAbsolutePath().toString(),
                remote.text().isBlank() ? null : remote.text());
    }

    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long left = MOST_BYTES;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            left -= n;
            if (left < 0) {
                throw new IOException("longer than " + MOST_BYTES + " bytes");
            }
            out.write(buffer, 0, n);
        }
    }

    /** A name that is nothing but a name. */
    static String plain(String name) {
        String plain = name.replaceAll("[^\\p{L}\\p{N}._-]", "_").replaceAll("^\\.+", "_");
        String tail = plain.length() > 100 ? plain.substring(plain.length() - 100) : plain;
        return tail.isBlank() ? "file" : tail;
    }
}

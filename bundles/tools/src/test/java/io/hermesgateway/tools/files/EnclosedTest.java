package io.hermesgateway.tools.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hermesgateway.spi.agent.Turn;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.Sender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnclosedTest {
    @TempDir
    Path home;

    private Path made(String name) throws IOException {
        Path file = home.resolve("workspaces/s/" + name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "x").toRealPath();
    }

    private List<String> shown(String platform, String text) {
        return shown(platform, text, null);
    }

    private List<String> shown(String platform, String text, @Nullable Path folder) {
        Conversation place = Conversation.dm(platform, "c");
        Sender ann = Sender.of(platform, "ann", null);
        Turn turn = new Turn("t", "s", place, ann, "", List.of(), Instant.EPOCH, 1, null, null, Map.of());
        return new Enclosed(home)
                .of(turn, text, folder).stream()
                        .map(body -> body instanceof Body.Media media
                                ? media.attachment().kind() + " "
                                        + media.attachment().name() + " "
                                        + media.attachment().mimeType()
                                : ((Body.Text) body).text())
                        .toList();
    }

    @Test
    void sendsFilesAfterTheWords() throws IOException {
        String text = "Here:\n\nMEDIA:\"" + made("a b.png") + "\"\n\nMEDIA:" + made("r.pdf") + "\nBye";
        assertEquals(
                List.of("Here:\n\nBye", "image a b.png image/png", "file r.pdf application/pdf"),
                shown("weixin", text));
    }

    @Test
    void sendsAPictureAsAFileWhenAsked() throws IOException {
        assertEquals(List.of("file p.png image/png"), shown("weixin", "MEDIA:" + made("p.png") + " [[as_document]]"));
    }

    @Test
    void leavesTagsToSurfacesThatReadThemAndWhereTheyLeadNowhere() throws IOException {
        String text = "MEDIA:" + made("a.png");
        assertEquals(List.of(text), shown("api_server", text));
        assertEquals(List.of("MEDIA:/nowhere/x.png"), shown("weixin", "MEDIA:/nowhere/x.png"));
        assertEquals(List.of("plain"), shown("weixin", "plain"));
    }

    @Test
    void enclosesNothingFromOutsideTheFoldersOfCommands() throws IOException {
        Path key = Path.of("/etc/passwd");
        Path link = home.resolve("workspaces/link.txt");
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, key);
        assertEquals(List.of("MEDIA:" + key), shown("weixin", "MEDIA:" + key));
        assertEquals(List.of("MEDIA:" + link), shown("weixin", "MEDIA:" + link));
    }

    @Test
    void enclosesWhatLiesWhereAnotherAgentWorks() throws IOException {
        Path work = Files.createDirectories(home.resolve("elsewhere"));
        Path file = Files.writeString(work.resolve("r.pdf"), "x").toRealPath();
        // The folder of a test lies among temporary files, from which everything may be enclosed.
        assertEquals(List.of("file r.pdf application/pdf"), shown("weixin", "MEDIA:" + file, work));
        assertEquals(List.of("MEDIA:/etc/passwd"), shown("weixin", "MEDIA:/etc/passwd", work));
        assertEquals(
                List.of("file passwd application/octet-stream"), shown("weixin", "MEDIA:/etc/passwd", Path.of("/etc")));
    }
}

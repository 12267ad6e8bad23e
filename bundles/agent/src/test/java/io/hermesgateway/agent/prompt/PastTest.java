package io.hermesgateway.agent.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.agent.wire.Message;
import io.hermesgateway.spi.agent.TranscriptLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PastTest {
    @TempDir
    Path home;

    private static TranscriptLine line(String text, @Nullable String details) {
        return new TranscriptLine("user", text, details, "t", Instant.EPOCH);
    }

    private static String attached(String kind, String location, String text) {
        return "{\"attachments\":[{\"kind\":\"" + kind + "\",\"name\":\"n\",\"mimeType\":\"image/png\",\"bytes\":3,"
                + "\"location\":\"" + location + "\",\"text\":\"" + text + "\"}]}";
    }

    private String picture() throws IOException {
        return Files.write(home.resolve("p.png"), new byte[] {1, 2, 3}).toString();
    }

    private static Message message(TranscriptLine line, boolean sees) {
        return Past.of(List.of(line), sees).message(line);
    }

    @Test
    void showsAPictureOfAnEarlierTurnAgain() throws IOException {
        TranscriptLine line = line("look", attached("image", picture(), "a cat"));
        Message message = message(line, true);
        assertEquals(List.of("data:image/png;base64,AQID"), message.pictures());
        assertEquals("look\n\na cat", message.text());
        assertTrue(message(line, false).text().startsWith("look\n\n[attached image: n, image/png, 3 bytes, at "));
    }

    @Test
    void saysWhatAVoiceMessageSaidAndNamesOtherFiles() {
        assertEquals(
                "[voice message] buy milk",
                message(line("", attached("voice", "/x/v.amr", "buy milk")), true)
                        .text());
        assertEquals(
                "[attached image: n, image/png, 3 bytes, at /gone.png]",
                message(line("", attached("image", "/gone.png", "")), true).text());
    }

    @Test
    void keepsTheOrderOfWordsAndPicturesThatAClientCarriesAlong() {
        String content = "{\"content\":[{\"type\":\"text\",\"text\":\"this\"},{\"type\":\"image_url\",\"image_url\":"
                + "{\"url\":\"https://a/b.png\",\"detail\":\"low\"}},{\"type\":\"text\",\"text\":\"and\"}]}";
        Message message = message(line("this\nand", content), true);
        assertEquals(
                List.of(
                        new Message.Part("this", "", ""),
                        new Message.Part("", "https://a/b.png", "low"),
                        new Message.Part("and", "", "")),
                message.parts());
        assertEquals(Message.user("this\nand"), message(line("this\nand", content), false));
    }

    @Test
    void showsTheNewestPicturesOnly() throws IOException {
        String details = attached("image", picture(), "");
        List<TranscriptLine> lines =
                IntStream.range(0, 10).mapToObj(i -> line("q" + i, details)).toList();
        Past past = Past.of(lines, true);
        assertEquals(
                List.of(0, 0, 1, 1, 1, 1, 1, 1, 1, 1),
                lines.stream().map(each -> past.message(each).pictures().size()).toList());
        assertTrue(past.message(lines.get(0)).text().contains("[attached image"));
    }

    @Test
    void foreignDetailsAreNoTrouble() {
        for (String details : new String[] {null, "", "oops", "[]", "{\"content\":1}"}) {
            assertEquals(Message.user("hi"), message(line("hi", details), true));
        }
    }
}

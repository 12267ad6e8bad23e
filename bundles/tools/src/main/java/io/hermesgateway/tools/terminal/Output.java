package io.hermesgateway.tools.terminal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The output of a command, as much of it as a model should read. */
final class Output {
    /** More characters than this stay in the file. */
    static final int MOST = 50_000;

    private static final int PART = 20_000;

    private Output() {}

    static String read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        long size = Files.size(file);
        if (size <= MOST * 4L) {
            String all = clean(Files.readAllBytes(file));
            return all.length() <= MOST ? all : shorten(head(all), tail(all), size, file);
        }
        return shorten(head(clean(bytes(file, 0))), tail(clean(bytes(file, size - PART * 2))), size, file);
    }

    /** The end of the output, at most this many characters. */
    static String end(Path file, int characters) throws IOException {
        if (!Files.exists(file)) {
            return "";
        }
        long size = Files.size(file);
        int wanted = (int) Math.min(size, characters * 4L);
        String text = clean(bytes(file, size - wanted, wanted));
        return text.substring(Math.max(0, text.length() - characters));
    }

    private static byte[] bytes(Path file, long from) throws IOException {
        return bytes(file, from, PART * 2);
    }

    private static byte[] bytes(Path file, long from, int most) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(from);
            byte[] bytes = new byte[(int) Math.min(most, in.length() - from)];
            in.readFully(bytes);
            return bytes;
        }
    }

    private static String clean(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).replace("\0", "").stripTrailing();
    }

    private static String head(String text) {
        return text.substring(0, Math.min(PART, text.length()));
    }

    private static String tail(String text) {
        return text.substring(Math.max(0, text.length() - PART));
    }

    private static String shorten(String head, String tail, long size, Path file) {
        return head + "\n\n[… the middle is left out; all " + size + " bytes are in " + file + " …]\n\n" + tail;
    }
}

package io.hermesgateway.qqbot.outbound;

import io.hermesgateway.spi.message.Attachment;
import java.util.Locale;

/** Kinds of files, with what QQ takes of each. */
enum MediaKind {
    IMAGE(1, 30),
    VIDEO(2, 100),
    VOICE(3, 20),
    FILE(4, 100);

    private final int number;
    private final long mostMegabytes;

    MediaKind(int number, long mostMegabytes) {
        this.number = number;
        this.mostMegabytes = mostMegabytes;
    }

    int number() {
        return number;
    }

    long mostBytes() {
        return mostMegabytes << 20;
    }

    /** What QQ does not show as what it is goes as a file. */
    static MediaKind of(Attachment file) {
        String name = file.name().toLowerCase(Locale.ROOT);
        if (file.kind().equals("image") && name.matches(".*\\.(png|jpe?g)")) {
            return IMAGE;
        }
        if (file.kind().equals("video") && name.endsWith(".mp4")) {
            return VIDEO;
        }
        return file.kind().equals("voice") && name.matches(".*\\.(silk|wav|mp3)") ? VOICE : FILE;
    }
}

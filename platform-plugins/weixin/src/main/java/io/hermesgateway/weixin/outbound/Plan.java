package io.hermesgateway.weixin.outbound;

import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.message.Attachment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a delivery becomes messages. What was begun is finished in the same way. */
enum Plan {
    /** Pieces that read well. */
    PIECES,
    /** Fewer of them, when the window is nearly used up. */
    TIGHT,
    /** A line, and the rest as a file. */
    FILE,
    /** Only the file. */
    BARE_FILE;

    private static final int PIECES_MOST = 4;
    private static final int NEARLY_USED_UP = 3;

    /** One message. */
    record Step(String text, @Nullable Attachment file, @Nullable String content) {
        static Step say(String text) {
            return new Step(text, null, null);
        }

        static Step bring(Attachment file) {
            return new Step("", file, null);
        }

        /** A text as a file. */
        static Step write(String name, String text) {
            return new Step(name, null, text);
        }
    }

    /** The plan for what has not begun yet. */
    static Plan of(Body body, String text, int left) {
        if (body instanceof Body.Media) {
            return PIECES;
        }
        int pieces = Pieces.well(text).size();
        if (pieces > PIECES_MOST) {
            return left == 1 ? BARE_FILE : FILE;
        }
        if (left == 0 || left >= NEARLY_USED_UP || pieces <= left) {
            return PIECES;
        }
        return Pieces.tight(text).size() <= left ? TIGHT : BARE_FILE;
    }

    /** The messages, always the same for the same body. */
    List<Step> steps(Body body, String text, Phrases phrases) {
        if (body instanceof Body.Media media) {
            return media(media.attachment());
        }
        return switch (this) {
            case PIECES -> Pieces.well(text).stream().map(Step::say).toList();
            case TIGHT -> Pieces.tight(text).stream().map(Step::say).toList();
            case FILE -> List.of(Step.say(phrases.inTheFile(body, text)), Step.write(phrases.fileName(text), text));
            case BARE_FILE -> List.of(Step.write(phrases.fileName(text), text));
        };
    }

    private static List<Step> media(Attachment attachment) {
        List<Step> steps = new ArrayList<>();
        String caption = attachment.text();
        if (caption != null && !caption.isBlank()) {
            Pieces.well(caption).stream().map(Step::say).forEach(steps::add);
        }
        steps.add(Step.bring(attachment));
        return steps;
    }
}

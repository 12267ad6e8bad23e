package io.hermesgateway.spi.delivery;

import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.message.Attachment;
import java.util.Objects;
import java.util.function.Function;

/** What is sent. */
public sealed interface Body {
    /** Text, in Markdown as agents write it; never longer than the platform's limit. */
    record Text(String text) implements Body {
        public Text {
            Objects.requireNonNull(text, "text");
        }
    }

    /** A file. */
    record Media(Attachment attachment) implements Body {
        public Media {
            Objects.requireNonNull(attachment, "attachment");
        }
    }

    /**
     * The question of an approval.
     *
     * @param approval as it is now; its state says whether buttons make sense
     * @param text the whole prompt in words, enough where there are no buttons
     */
    record Prompt(Approval approval, String text) implements Body {
        public Prompt {
            Objects.requireNonNull(approval, "approval");
            Objects.requireNonNull(text, "text");
        }
    }

    /** The new look of something sent before; {@code messageId} is the far side's id of it. */
    record Edit(String messageId, Body replacement) implements Body {
        public Edit {
            Objects.requireNonNull(messageId, "messageId");
            Objects.requireNonNull(replacement, "replacement");
        }
    }

    default <T> T fold(
            Function<Text, T> text, Function<Media, T> media, Function<Prompt, T> prompt, Function<Edit, T> edit) {
        if (this instanceof Text t) {
            return text.apply(t);
        }
        if (this instanceof Media m) {
            return media.apply(m);
        }
        return this instanceof Prompt p ? prompt.apply(p) : edit.apply((Edit) this);
    }
}

package io.hermesgateway.weixin.inbound;

import io.hermesgateway.weixin.media.Found;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message of a person, decoded.
 *
 * @param id the far side's id with all its digits, or what stands for it when there is none
 * @param text all that was written, quoted words in front
 * @param own the words of the person alone: commands are found there
 * @param replyTo the id of the message that it quotes
 * @param token the right to answer, empty when it brought none
 * @param written when the far side says it was written, in milliseconds; zero when it does not
 */
record Received(
        String id,
        String user,
        String text,
        String own,
        List<Found> files,
        @Nullable String replyTo,
        String token,
        long written) {
    Received {
        files = List.copyOf(files);
    }

    /** The same with other words. */
    Received saying(String words) {
        return new Received(id, user, words, words, files, replyTo, token, written);
    }

    /** Commands are dealt with at once, whatever else waits. */
    boolean isCommand() {
        return own.startsWith("/") && files.isEmpty();
    }
}

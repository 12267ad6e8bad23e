package io.hermesgateway.tools.guard;

import io.hermesgateway.tools.shell.Word;
import java.util.List;

/** Something that a command hands on to be run. */
sealed interface Payload {
    /** A text that a shell reads. A strict one must be readable as shell text; others are tried. */
    record Text(String text, boolean elsewhere, boolean strict) implements Payload {}

    /** A program and its arguments, run by {@code via}. */
    record Words(List<Word> words, String via, boolean elsewhere) implements Payload {}
}

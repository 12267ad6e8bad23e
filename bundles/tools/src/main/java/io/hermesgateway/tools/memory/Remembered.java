package io.hermesgateway.tools.memory;

import io.hermesgateway.spi.agent.PromptPart;
import io.hermesgateway.spi.agent.Turn;
import java.io.IOException;
import java.util.List;

/** Tells every agent what is noted: what the operator wrote for everybody, and what was noted in this place. */
final class Remembered implements PromptPart {
    private static final int LONGEST = 40_000;

    private final Notes notes;

    Remembered(Notes notes) {
        this.notes = notes;
    }

    @Override
    public String of(Turn turn) {
        String memory = section("What you remember (MEMORY.md)", Notes.Kind.MEMORY, turn);
        String user = section("About the person (USER.md)", Notes.Kind.USER, turn);
        return memory.isEmpty() || user.isEmpty() ? memory + user : memory + "\n\n" + user;
    }

    private String section(String title, Notes.Kind kind, Turn turn) {
        StringBuilder text = new StringBuilder();
        try {
            lines(text, notes.common(kind), "");
            lines(text, notes.entries(turn.memoryKey(), kind), "- ");
        } catch (IOException unreadable) {
            lines(text, List.of("These notes cannot be read at the moment."), "");
        }
        String kept = text.length() > LONGEST ? text.substring(0, LONGEST) + "\n[cut]" : text.toString();
        return kept.isEmpty() ? "" : "## " + title + kept;
    }

    private static void lines(StringBuilder text, List<String> entries, String mark) {
        entries.forEach(entry -> text.append('\n').append(mark).append(entry));
    }
}

package io.hermesgateway.tools.shell;

/**
 * A redirection; for a here-document or here-string the target holds the text that the command reads. The text of a
 * here-document stands after the line that names it, so the target is filled in later.
 */
public final class Redirect {
    /** What a redirection does with its target. */
    public enum Kind {
        READ,
        WRITE,
        DUPLICATE,
        HERE_TEXT
    }

    private final Kind kind;
    private Word target;

    Redirect(Kind kind, Word target) {
        this.kind = kind;
        this.target = target;
    }

    void fill(Word text) {
        target = text;
    }

    public Kind kind() {
        return kind;
    }

    public Word target() {
        return target;
    }
}

package io.hermesgateway.tools.shell;

/** What ends a list of commands. */
enum Closer {
    END(""),
    PAREN(""),
    BRACE("}"),
    FI("fi"),
    DONE("done"),
    BRANCH("esac");

    private final String word;

    Closer(String word) {
        this.word = word;
    }

    /** The reserved word that ends the list, or empty when an operator or the end of the text does. */
    String word() {
        return word;
    }
}

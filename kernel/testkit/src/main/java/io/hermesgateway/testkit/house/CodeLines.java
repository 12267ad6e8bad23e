package io.hermesgateway.testkit.house;

import java.util.List;

/** Counts lines that carry code: not blank, not only comment, and not the list of imports at the top. */
final class CodeLines {

    private enum Inside {
        CODE,
        COMMENT,
        TEXT_BLOCK
    }

    private Inside inside = Inside.CODE;

    private CodeLines() {}

    static int in(List<String> lines) {
        CodeLines reader = new CodeLines();
        return (int) lines.stream()
                .filter(line -> !line.startsWith("import ") && !line.startsWith("package "))
                .filter(reader::carriesCode)
                .count();
    }

    private boolean carriesCode(String line) {
        boolean code = inside == Inside.TEXT_BLOCK;
        int at = 0;
        while (at < line.length()) {
            char c = line.charAt(at);
            if (inside == Inside.COMMENT) {
                int end = line.indexOf("*/", at);
                at = end < 0 ? line.length() : end + 2;
                inside = end < 0 ? Inside.COMMENT : Inside.CODE;
            } else if (inside == Inside.TEXT_BLOCK) {
                at = afterTextBlock(line, at);
            } else if (line.startsWith("//", at)) {
                return code;
            } else if (line.startsWith("/*", at)) {
                inside = Inside.COMMENT;
                at += 2;
            } else {
                code |= !Character.isWhitespace(c);
                at = afterToken(line, at);
            }
        }
        return code;
    }

    private int afterToken(String line, int at) {
        if (line.startsWith("\"\"\"", at)) {
            inside = Inside.TEXT_BLOCK;
            return at + 3;
        }
        char quote = line.charAt(at);
        if (quote != '"' && quote != '\'') {
            return at + 1;
        }
        int end = at + 1;
        while (end < line.length() && line.charAt(end) != quote) {
            end += line.charAt(end) == '\\' ? 2 : 1;
        }
        return end + 1;
    }

    private int afterTextBlock(String line, int from) {
        int at = from;
        while (at < line.length()) {
            if (line.charAt(at) == '\\') {
                at += 2;
            } else if (line.startsWith("\"\"\"", at)) {
                inside = Inside.CODE;
                return at + 3;
            } else {
                at++;
            }
        }
        return line.length();
    }
}

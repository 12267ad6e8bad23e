package io.hermesgateway.tools.shell;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables whose value is known from the text itself or given from outside. What they add to the text is bounded,
 * because {@code a=xx; b=$a$a; c=$b$b …} would otherwise grow without end.
 */
final class Variables {
    private static final int LONGEST_VALUE = 4_096;

    private final Map<String, String> values;
    private int charactersLeft = 1 << 18;

    Variables(Map<String, String> given) {
        values = new HashMap<>(given);
    }

    /** Takes note of what a command such as {@code export} or {@code set} does to  */
    void declare(List<Word> arguments) {
        String name = arguments.isEmpty() ? "" : arguments.get(0).text();
        switch (name) {
            case "export", "declare", "typeset", "readonly", "local" -> arguments.forEach(this::assign);
            case "read", "unset", "mapfile", "readarray", "getopts", "printf" ->
                arguments.forEach(word -> forget(word.text()));
            case "set" -> positional(arguments);
            default -> {}
        }
    }

    private void positional(List<Word> arguments) {
        if (arguments.size() > 2 && arguments.get(1).text().equals("--")) {
            assign("@", Literals.join(arguments, 2));
            assign("*", Literals.join(arguments, 2));
            for (int i = 2; i < Math.min(11, arguments.size()); i++) {
                assign(String.valueOf(i - 1), arguments.get(i).text());
            }
        }
    }

    void assign(Word word) {
        String name = Names.assignedName(word.text());
        if (name == null) {
            return;
        }
        boolean adds = word.text().charAt(name.length()) == '+';
        if (word.unknown() || adds) {
            forget(name);
        } else {
            assign(name, word.text().substring(name.length() + 1));
        }
    }

    void loop(String name, List<Word> values) {
        if (values.size() == 1 && !values.get(0).unknown()) {
            assign(name, values.get(0).text());
        } else {
            forget(name);
        }
    }

    private void assign(String name, String value) {
        if (value.length() > LONGEST_VALUE) {
            values.remove(name);
        } else {
            values.put(name, value);
        }
    }

    private void forget(String name) {
        values.remove(name);
    }

    @Nullable
    String get(String name) {
        String value = values.get(name);
        if (value == null || value.length() > charactersLeft) {
            return null;
        }
        charactersLeft -= value.length();
        return value;
    }
}

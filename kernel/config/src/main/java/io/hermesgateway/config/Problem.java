package io.hermesgateway.config;

/**
 * Something in the configuration that a person should change. It never contains a secret.
 *
 * @param place the file and line to look at
 * @param key the dotted key or the environment variable; empty for the file as a whole
 * @param words what is wrong and what to do
 * @param section the section whose component fails because of it, for example {@code platforms.qqbot}
 */
public record Problem(Place place, String key, String words, Severity severity, String section) {
    /** An error fails the component it belongs to, and a change that brings one is refused. */
    public enum Severity {
        WARNING,
        ERROR
    }

    /** Where something stands: line and column count from one, line 0 is a place without lines. */
    public record Place(String file, int line, int column) {
        static Place of(String file) {
            return new Place(file, 0, 0);
        }

        @Override
        public String toString() {
            return line == 0 ? file : file + ":" + line;
        }
    }

    static Problem error(Place place, String key, String words) {
        return new Problem(place, key, words, Severity.ERROR, "");
    }

    static Problem warning(Place place, String key, String words) {
        return new Problem(place, key, words, Severity.WARNING, "");
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** Whether the component with this section is touched: the problem is in its section or in one around it. */
    public boolean concerns(String component) {
        return component.equals(section) || (!section.isEmpty() && component.startsWith(section + "."));
    }

    /** One line for a person: {@code config.yaml:12: platforms.qqbot.app_idd: unknown key; did you mean app_id?} */
    public String text() {
        String shown = key.length() > 200 ? key.substring(0, 200) + "…" : key;
        return place + ": " + (key.isEmpty() ? "" : shown.replaceAll("\\p{Cntrl}", "?") + ": ") + words;
    }
}

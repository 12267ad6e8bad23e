package io.hermesgateway.config;

import io.hermesgateway.config.Problem.Place;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file .env: {@code [export ]NAME=value} lines. Single quotes keep everything, double quotes know {@code \n \r \t
 * \" \\}, both may span lines; a bare value ends at a {@code #} after a space. Writing keeps comments and order, is
 * atomic, and always leaves mode 0600.
 */
public final class EnvFile {
    private static final Pattern ENTRY = Pattern.compile(
            "[ \\t]*+(?:#[^\\n]*+|(?:export[ \\t]++)?"
                    + "(?<name>[A-Za-z_][A-Za-z0-9_.-]*+)[ \\t]*+=[ \\t]*+"
                    + "(?:(?:'(?<literal>[^']*+)'|\"(?<escaped>[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+){0,500})\")"
                    + "(?=[ \\t]*+(?:#[^\\n]*+)?\\r?(?:\\n|\\z)))?)?(?<bare>[^\\n]*+)(?:\\n|\\z)",
            Pattern.DOTALL);
    private static final Pattern ESCAPE = Pattern.compile("\\\\([nrt\"\\\\])");
    private static final Pattern COMMENT = Pattern.compile("(?:^|\\s)#.*", Pattern.DOTALL);
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+,=-]*");
    private static final Pattern LITERAL = Pattern.compile("[^'\\\\\\r\\n]*");

    private final Path path;

    public EnvFile(Path path) {
        this.path = path;
    }

    /** One assignment; the value's text, quotes included, lies between {@code start} and {@code end}. */
    record Entry(String name, String value, Place place, int start, int end) {
        String origin() {
            return place + " (" + name + ")";
        }
    }

    static List<Entry> parse(String text, List<Problem> problems) {
        List<Entry> entries = new ArrayList<>();
        Matcher found = ENTRY.matcher(text);
        int line = 1;
        while (found.find() && found.start() < text.length()) {
            Place place = new Place(".env", line, 1);
            String bare = COMMENT.matcher(found.group("bare")).replaceFirst("").strip();
            if (found.group("name") != null) {
                entries.add(entry(found, bare, place));
                if (found.group("literal") == null && (bare.startsWith("'") || bare.startsWith("\""))) {
                    String words = "a quote is not closed, or text follows it; the value is taken as it stands";
                    problems.add(Problem.warning(place, found.group("name"), words));
                }
            } else if (!bare.isEmpty()) {
                problems.add(Problem.warning(place, "", "is not a NAME=value line and is skipped"));
            }
            line += (int) found.group().chars().filter(c -> c == '\n').count();
        }
        return entries;
    }

    private static Entry entry(Matcher found, String bare, Place place) {
        String name = found.group("name");
        int start = found.start("bare");
        if (found.group("literal") != null) {
            return new Entry(name, found.group("literal"), place, found.start("literal") - 1, start);
        }
        String escaped = found.group("escaped");
        if (escaped == null) {
            return new Entry(name, bare, place, start, start + bare.length());
        }
        String value = ESCAPE.matcher(escaped)
                .replaceAll(e -> Matcher.quoteReplacement(
                        "\n\r\t\"\\".substring("nrt\"\\".indexOf(e.group(1))).substring(0, 1)));
        return new Entry(name, value, place, found.start("escaped") - 1, start);
    }

    /** What it sets, in order; of several assignments the last one counts. */
    public Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        for (Entry entry : parse(TextFile.read(path).orElse(""), new ArrayList<>())) {
            variables.put(entry.name(), entry.value());
        }
        return variables;
    }

    /** Sets a variable: its last assignment is rewritten where it stands, a new one is added at the end. */
    public void set(String name, String value) {
        String text = TextFile.read(path).orElse("");
        String end = text.contains("\r\n") ? "\r\n" : "\n";
        String written = quote(value);
        String edited = text + (text.isEmpty() || text.endsWith("\n") ? "" : end) + name + "=" + written + end;
        for (Entry entry : parse(text, new ArrayList<>())) {
            if (entry.name().equals(name)) {
                edited = text.substring(0, entry.start()) + written + text.substring(entry.end());
            }
        }
        String now = null;
        for (Entry entry : parse(edited, new ArrayList<>())) {
            now = entry.name().equals(name) ? entry.value() : now;
        }
        if (!value.equals(now)) {
            String words = String.format(Locale.ROOT, ".env: %s cannot be written safely; edit the file by hand", name);
            throw new GatewayException(KernelError.BAD_SETTING, words);
        }
        TextFile.replace(path, edited, true);
    }

    private static String quote(String value) {
        if (PLAIN.matcher(value).matches() || LITERAL.matcher(value).matches()) {
            return PLAIN.matcher(value).matches() ? value : "'" + value + "'";
        }
        return '"'
                + value.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                + '"';
    }
}

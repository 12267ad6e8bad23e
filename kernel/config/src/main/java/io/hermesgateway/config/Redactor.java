package io.hermesgateway.config;

import io.hermesgateway.spi.service.Redaction;
import io.hermesgateway.spi.settings.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Masks the known secrets, and whatever is shaped like a token, in any text. The time grows with the length of the text
 * only, for no part of the pattern looks further than its own bound.
 */
public final class Redactor implements Redaction {
    private static final int SHORTEST = 6;
    private static final String SHAPES = "(?<![A-Za-z0-9_-])(?:"
            + "(?:sk-|sk_|xox[abprs]-|xapp-|gh[opsu]_|github_pat_|glpat-|AKIA|AIza)[A-Za-z0-9_-]{12,512}+"
            + "|(?:bot)?[0-9]{6,12}:[A-Za-z0-9_-]{30,64}+"
            + "|eyJ[A-Za-z0-9_-]{8,4096}+\\.[A-Za-z0-9_-]{8,4096}+\\.[A-Za-z0-9_-]{0,4096}+)"
            + "|(?<=://)[^/\\s:@]{0,64}:[^/\\s@]{1,128}(?=@)"
            + "|(?<=\\b[Bb]earer )[^\\s\"',;]{8,4096}+";
    static final Redactor OF_SHAPES = new Redactor(List.of());

    private static final Pattern SHAPE = Pattern.compile(SHAPES);
    /** The characters with which those shapes begin that are told by themselves; never within a word. */
    private static final String SHAPES_BEGIN = "sxgAbe0123456789";
    /** Instead of the end of a secret: there is none here, or the text must go on before it can be told. */
    private static final int NONE = -1;

    private static final int OPEN = -2;

    /** Longest first. */
    private final List<String> known;

    private final BitSet begins = new BitSet();

    public Redactor(Collection<String> secrets) {
        known = secrets.stream()
                .filter(secret -> secret.length() >= SHORTEST)
                .flatMap(secret -> Stream.of(secret, URLEncoder.encode(secret, StandardCharsets.UTF_8)))
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        known.forEach(secret -> begins.set(secret.charAt(0)));
    }

    /** Where the secret ends that begins here. Few places are looked at closely: most texts hold nothing. */
    private int end(CharSequence text, int at, int until, boolean more, Matcher shape) {
        char here = text.charAt(at);
        if (begins.get(here)) {
            for (String secret : known) {
                int length = Math.min(secret.length(), until - at);
                if (secret.charAt(0) == here
                        && (more || length == secret.length())
                        && secret.startsWith(text.subSequence(at, at + length).toString())) {
                    return length == secret.length() ? at + length : OPEN;
                }
            }
        }
        if (!mayBeShape(text, at, here)) {
            return NONE;
        }
        boolean found = shape.region(at, until).lookingAt();
        return more && shape.hitEnd() ? OPEN : found ? shape.end() : NONE;
    }

    private static boolean mayBeShape(CharSequence text, int at, char here) {
        char before = at == 0 ? '\n' : text.charAt(at - 1);
        return (SHAPES_BEGIN.indexOf(here) >= 0 && !isWord(before))
                || (before == '/' && at > 2 && text.charAt(at - 2) == '/')
                || (before == ' ' && at > 6 && text.charAt(at - 2) == 'r');
    }

    private static boolean isWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }

    @Override
    public String redact(String text) {
        StringBuilder out = new StringBuilder(text.length());
        redact(text, 0, text.length(), false, out);
        return out.toString();
    }

    /** Up to where it was told; what stands before the beginning is seen, but not shown. */
    private int redact(CharSequence text, int from, int until, boolean more, StringBuilder out) {
        Matcher shape = SHAPE.matcher(text).useTransparentBounds(true);
        int shown = from;
        int at = from;
        while (at < until) {
            int end = end(text, at, until, more, shape);
            if (end == OPEN) {
                break;
            }
            if (end > at) {
                String secret = text.subSequence(at, end).toString();
                out.append(text, shown, at).append(new Secret(secret).masked());
                shown = end;
            }
            at = Math.max(end, at + 1);
        }
        out.append(text, shown, at);
        return at;
    }

    @Override
    public Flow flow() {
        return new InPieces();
    }

    /** What was shown stays in sight for a while, because some shapes are told by what stands before them. */
    private final class InPieces implements Flow {
        private static final int SIGHT = 512;

        private final StringBuilder text = new StringBuilder();
        private int shown;

        @Override
        public String next(String piece) {
            text.append(piece);
            StringBuilder out = new StringBuilder();
            shown = redact(text, shown, text.length(), true, out);
            if (shown > 2 * SIGHT) {
                text.delete(0, shown - SIGHT);
                shown = SIGHT;
            }
            return out.toString();
        }

        @Override
        public String end() {
            StringBuilder out = new StringBuilder();
            redact(text, shown, text.length(), false, out);
            text.setLength(0);
            shown = 0;
            return out.toString();
        }
    }
}

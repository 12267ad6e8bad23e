package io.hermesgateway.config;

import io.hermesgateway.spi.service.Redaction;
import io.hermesgateway.spi.settings.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
    static final Redactor OF_SHAPES = new Redactor(java.util.List.of());

    private final Pattern pattern;

    public Redactor(Collection<String> secrets) {
        String known = secrets.stream()
                .filter(secret -> secret.length() >= SHORTEST)
                .flatMap(secret -> Stream.of(secret, URLEncoder.encode(secret, StandardCharsets.UTF_8)))
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(secret -> Pattern.quote(secret) + "|")
                .collect(Collectors.joining());
        this.pattern = Pattern.compile(known + SHAPES);
    }

    @Override
    public String redact(String text) {
        return pattern.matcher(text).replaceAll(found -> new Secret(found.group()).masked());
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
            return show(settled());
        }

        @Override
        public String end() {
            String rest = show(text.length());
            text.setLength(0);
            shown = 0;
            return rest;
        }

        /** The first place at which the pattern would want to see more than there is. */
        private int settled() {
            Matcher matcher = pattern.matcher(text).useTransparentBounds(true);
            int at = shown;
            while (at < text.length()) {
                boolean found = matcher.region(at, text.length()).lookingAt();
                if (matcher.hitEnd()) {
                    return at;
                }
                at = found ? matcher.end() : at + 1;
            }
            return at;
        }

        private String show(int until) {
            Matcher matcher = pattern.matcher(text).useTransparentBounds(true).region(shown, until);
            StringBuilder out = new StringBuilder();
            while (matcher.find()) {
                out.append(text, shown, matcher.start()).append(new Secret(matcher.group()).masked());
                shown = matcher.end();
            }
            out.append(text, shown, until);
            shown = until;
            if (shown > 2 * SIGHT) {
                text.delete(0, shown - SIGHT);
                shown = SIGHT;
            }
            return out.toString();
        }
    }
}

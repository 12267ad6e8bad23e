package io.hermesgateway.config;

import io.hermesgateway.spi.settings.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Masks the known secrets, and whatever is shaped like a token, in any text. The time grows with the length of the text
 * only, for no part of the pattern looks further than its own bound.
 */
public final class Redactor {
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

    public String redact(String text) {
        return pattern.matcher(text).replaceAll(found -> new Secret(found.group()).masked());
    }
}

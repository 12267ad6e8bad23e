package io.hermesgateway.config;

import io.hermesgateway.spi.settings.Secret;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What counts as a secret, how values are shown, and which secrets were only copied from an example. */
final class Secrets {
    private static final Pattern NAME = Pattern.compile(
            "(?i)(.*[_.-])?(key|pass(wd|phrase)?|pwd|credentials?|authorization)|.*(apikey|password|token|secret)");
    private static final Pattern PLACEHOLDER = Pattern.compile("(?i)"
            + ".*(\\.\\.\\.|…)|<.*>|\\[.*]|(sk-|sk_)?(x{3,}|\\*{3,}|0{4,}|\\.{2,}|-{3,}|_{3,})"
            + "|(put|insert|enter|paste|add|my|the)[-_ ].*(key|token|secret|password|id|here)"
            + "|(sk-)?your.*|.*[-_ ]here|change[-_ ]?(me|this|it).*|replace[-_ ]?(me|this|with).*"
            + "|(api[-_ ]?)?key|token|secret|password|placeholder|example|dummy|todo|sample"
            + "|123456:ABC-DEF.*|110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw");

    private Secrets() {}

    static boolean isSecretName(String name) {
        return NAME.matcher(name).matches();
    }

    static boolean isPlaceholder(String text) {
        return text.length() < 200 && PLACEHOLDER.matcher(text.strip()).matches();
    }

    /** The value as it may be shown: what is or looks secret is masked, down to the last nested key. */
    static String show(boolean secret, Object raw) {
        if (raw instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(e -> e.getKey() + ": " + show(secret || isSecretName("" + e.getKey()), e.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (raw instanceof java.util.List<?> list) {
            return list.stream().map(item -> show(secret, item)).collect(Collectors.joining(", ", "[", "]"));
        }
        String text = raw.toString();
        return secret && !text.isBlank() ? new Secret(text).masked() : Redactor.OF_SHAPES.redact(text);
    }
}

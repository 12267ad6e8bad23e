package io.hermesgateway.qqbot.outbound;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** What the adapter itself says to people, in the language of what they are reading. */
public final class Words {
    private final ResourceBundle bundle;
    private final Locale locale;

    private Words(Locale locale) {
        this.locale = locale;
        this.bundle = ResourceBundle.getBundle(
                "io.hermesgateway.qqbot.outbound.words",
                locale,
                Words.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    public static Words like(String sample) {
        boolean chinese =
                sample.codePoints().anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN);
        return new Words(chinese ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH);
    }

    public String say(String key, Object... values) {
        return values.length == 0
                ? bundle.getString(key)
                : new MessageFormat(bundle.getString(key), locale).format(values);
    }
}

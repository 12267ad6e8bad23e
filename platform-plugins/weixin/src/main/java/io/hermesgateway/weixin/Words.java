package io.hermesgateway.weixin;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** What the adapter itself says: to people in the language they write, to operators in the language of the machine. */
public final class Words {
    private final ResourceBundle bundle;
    private final Locale locale;

    private Words(Locale locale) {
        this.locale = locale;
        this.bundle = ResourceBundle.getBundle(
                "io.hermesgateway.weixin.words",
                locale,
                Words.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** In Chinese when the sample has a Chinese character. */
    public static Words like(String sample) {
        boolean chinese =
                sample.codePoints().anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN);
        return new Words(chinese ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH);
    }

    public static Words ofMachine() {
        return new Words(Locale.getDefault());
    }

    public String say(String key, Object... values) {
        return new MessageFormat(bundle.getString(key), locale).format(values);
    }
}

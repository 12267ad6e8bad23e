package io.hermesgateway.core.words;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * Sentences from a resource bundle {@code words} that lies beside the class that speaks. The language is that of the
 * person: whoever writes Chinese is answered in Chinese.
 */
public final class Words {
    private final ResourceBundle bundle;
    private final Locale locale;

    private Words(ResourceBundle bundle, Locale locale) {
        this.bundle = bundle;
        this.locale = locale;
    }

    /** The words of the class's package in the language of the sample, normally what the person wrote last. */
    public static Words of(Class<?> speaker, String sample) {
        return of(speaker, languageOf(sample));
    }

    public static Words of(Class<?> speaker, Locale locale) {
        ResourceBundle bundle = ResourceBundle.getBundle(
                speaker.getPackageName() + ".words",
                locale,
                speaker.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        return new Words(bundle, locale);
    }

    /** Chinese when the text has a Han character, English otherwise. */
    public static Locale languageOf(String sample) {
        boolean han = sample.codePoints()
                .limit(2_000)
                .anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN);
        return han ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
    }

    /** The sentence with its arguments put in. */
    public String say(String key, Object... arguments) {
        return new MessageFormat(bundle.getString(key), locale).format(arguments);
    }

    public Locale locale() {
        return locale;
    }
}

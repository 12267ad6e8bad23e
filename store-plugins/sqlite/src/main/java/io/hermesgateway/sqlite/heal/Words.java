package io.hermesgateway.sqlite.heal;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** What is said about repairs, in English or Chinese. */
final class Words {
    private final ResourceBundle bundle;
    private final Locale locale;

    Words(Locale locale) {
        this.locale = locale;
        bundle = ResourceBundle.getBundle(
                "io.hermesgateway.sqlite.heal.words",
                locale,
                Words.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    private String say(String key, Object... values) {
        return new MessageFormat(bundle.getString(key), locale).format(values);
    }

    /** One sentence each: what happened, what was saved, where the old file is. */
    String of(Repaired done) {
        StringBuilder words = new StringBuilder(say("happened." + done.damage().word(), done.name()));
        add(words, done.fromOpen(), "from.open");
        add(words, done.fromBackup(), "from.backup");
        add(words, done.salvaged(), "salvaged");
        add(words, done.doubtful(), "doubtful");
        add(words, done.again(), "again");
        if (done.kept() != null) {
            words.append(say("gap")).append(say("kept", done.kept().getFileName()));
        }
        return words.toString();
    }

    private void add(StringBuilder words, long rows, String key) {
        if (rows > 0) {
            words.append(say("gap")).append(say(key, rows));
        }
    }

    /** Why a file cannot be used although nothing is broken. */
    String waiting(Damage damage, String name) {
        return say("waits." + damage.word(), name);
    }

    String mending(String name) {
        return say("mending", name);
    }
}

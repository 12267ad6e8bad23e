package io.hermesgateway.cli.foreign;

/** Sentences for the person who reads the report. */
public interface Words {
    String say(String key, Object... arguments);
}

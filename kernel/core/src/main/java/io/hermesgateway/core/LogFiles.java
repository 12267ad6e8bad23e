package io.hermesgateway.core;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Where log lines go. Found with ServiceLoader, so that the kernel knows no logging library beyond slf4j; without one the
 * library's own default holds.
 */
public interface LogFiles {
    /** Begins to write {@code gateway.log} and {@code errors.log} in the folder; nothing is written unredacted. */
    void open(Path folder, UnaryOperator<String> redact);

    /** Shows each line to somebody else too, already redacted. */
    void tap(Consumer<LogLine> listener);

    /** Writes what is still to be written. */
    void close();

    /** One line. */
    record LogLine(String at, String level, String source, String text) {}
}

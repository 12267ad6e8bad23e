package io.hermesgateway.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import io.hermesgateway.core.LogFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.LoggerFactory;

/**
 * Two files: {@code gateway.log} with everything from INFO on (or the level in HERMES_LOG_LEVEL) and {@code errors.log}
 * with what somebody should look at. Built in code, because reading an XML file costs a tenth of the start.
 */
public final class RotatingLogs implements LogFiles {
    private static final String FILE_MODE = "rw-------";

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private UnaryOperator<String> redact = UnaryOperator.identity();

    @Override
    public void open(Path folder, UnaryOperator<String> redactor) {
        this.redact = redactor;
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.setLevel(Level.toLevel(System.getProperty("hermes.log.level"), Level.INFO));
        // Jetty tells at INFO what our own status says better.
        context.getLogger("org.eclipse.jetty").setLevel(Level.WARN);
        root.addAppender(file(folder.resolve("gateway.log"), Level.TRACE));
        root.addAppender(file(folder.resolve("errors.log"), Level.WARN));
    }

    private RollingFileAppender<ILoggingEvent> file(Path path, Level from) {
        prepare(path);
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setName(path.getFileName().toString());
        appender.setFile(path.toString());
        RedactedLines lines = new RedactedLines(redact);
        lines.setContext(context);
        lines.start();
        appender.setEncoder(lines);
        SizeAndTimeBasedRollingPolicy<ILoggingEvent> policy = new SizeAndTimeBasedRollingPolicy<>();
        policy.setContext(context);
        policy.setParent(appender);
        policy.setFileNamePattern(path + ".%d{yyyy-MM-dd}.%i.gz");
        policy.setMaxFileSize(new FileSize(20 * FileSize.MB_COEFFICIENT));
        policy.setMaxHistory(14);
        policy.setTotalSizeCap(new FileSize(200 * FileSize.MB_COEFFICIENT));
        policy.start();
        appender.setRollingPolicy(policy);
        ThresholdFilter threshold = new ThresholdFilter();
        threshold.setLevel(from.toString());
        threshold.start();
        appender.addFilter(threshold);
        appender.start();
        return appender;
    }

    /** Chats are in it: for the owner only, whatever the umask says. */
    private static void prepare(Path path) {
        try {
            Files.createDirectories(path.getParent());
            if (Files.notExists(path)) {
                Files.createFile(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(FILE_MODE)));
            }
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(FILE_MODE));
        } catch (IOException refused) {
            throw new UncheckedIOException("the log file " + path + " cannot be written", refused);
        }
    }

    @Override
    public void tap(Consumer<LogLine> listener) {
        AppenderBase<ILoggingEvent> tap = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                listener.accept(new LogLine(
                        Instant.ofEpochMilli(event.getTimeStamp()).toString(),
                        event.getLevel().toString(),
                        event.getLoggerName(),
                        redact.apply(event.getFormattedMessage())));
            }
        };
        tap.setContext(context);
        tap.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(tap);
    }

    @Override
    public void close() {
        context.stop();
    }
}

package io.hermesgateway.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.slf4j.event.KeyValuePair;

/**
 * One event per line: {@code TIME LEVEL [thread] logger - message key=value}. Line breaks in messages are escaped, so
 * that nobody can forge a line; a stack trace follows on lines that begin with a tab.
 */
final class RedactedLines extends EncoderBase<ILoggingEvent> {
    private final UnaryOperator<String> redact;

    RedactedLines(UnaryOperator<String> redact) {
        this.redact = redact;
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        line.append(Instant.ofEpochMilli(event.getTimeStamp()));
        line.append(' ').append(event.getLevel()).append(" [").append(event.getThreadName());
        line.append("] ").append(event.getLoggerName()).append(" - ");
        StringBuilder said = new StringBuilder(event.getFormattedMessage());
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                said.append(' ').append(pair.key).append('=').append(pair.value);
            }
        }
        line.append(redact.apply(said.toString()).replace("\r", "\\r").replace("\n", "\\n"));
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            redact.apply(ThrowableProxyUtil.asString(thrown)).lines().forEach(l -> line.append("\n\t")
                    .append(l.stripLeading()));
        }
        return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}

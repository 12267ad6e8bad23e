package io.hermesgateway.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Nothing is logged until {@link RotatingLogs} opens its files. Without this, Logback looks through the class path for
 * files to read and then writes everything to the console, and that costs a tenth of the start.
 */
public final class NoConsole extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}

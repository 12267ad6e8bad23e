package io.hermesgateway.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** An action on one thing with an id: the call is named like the command and its group, {@code plugins.restart}. */
abstract class Action extends Command {
    @Parameters(paramLabel = "ID")
    String id;

    @CommandLine.Spec
    CommandLine.Model.CommandSpec spec;

    Action(Shell shell) {
        super(shell);
    }

    String verb() {
        return spec.parent().name() + "." + spec.name();
    }

    @Override
    int run() {
        return act(verb(), Map.of("id", id));
    }
}

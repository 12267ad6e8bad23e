package io.hermesgateway.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** A command that only has commands: alone it says which, as wrong usage. */
abstract class Group extends Command {
    @CommandLine.Spec
    CommandSpec spec;

    Group(Shell shell) {
        super(shell);
    }

    @Override
    int run() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return Exit.USAGE;
    }
}

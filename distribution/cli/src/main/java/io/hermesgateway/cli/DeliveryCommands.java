package io.hermesgateway.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code hermes deliveries …}. */
@CommandLine.Command(
        name = "deliveries",
        description = "Messages on their way out, and dead letters.",
        subcommands = {DeliveryCommands.ListAll.class, DeliveryCommands.Retry.class})
final class DeliveryCommands extends Group {
    DeliveryCommands(Shell shell) {
        super(shell);
    }

    @CommandLine.Command(name = "list", description = "Shows what has not arrived.")
    static final class ListAll extends Command.Listing {
        @Option(names = "--state", paramLabel = "STATE", description = "Only this state, for example failed.")
        @Nullable
        String state;

        ListAll(Shell shell) {
            super(shell);
        }

        @Override
        int run() {
            Map<String, String> arguments = state == null ? Map.of() : Map.of("state", state);
            return show(
                    ask("deliveries.list", arguments),
                    "no_deliveries",
                    "id",
                    "platform",
                    "state",
                    "attempts",
                    "why",
                    "excerpt");
        }
    }

    @CommandLine.Command(
            name = "retry",
            description = "Puts a dead letter or an uncertain delivery into the queue again.")
    static final class Retry extends Action {
        Retry(Shell shell) {
            super(shell);
        }
    }
}

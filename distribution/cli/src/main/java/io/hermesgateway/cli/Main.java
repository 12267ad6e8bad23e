package io.hermesgateway.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program {@code hermes}, except {@code hermes gateway run}, which the launcher starts itself. */
public final class Main {
    private static final Map<String, Class<?>> COMMANDS = commands();

    private Main() {}

    private static Map<String, Class<?>> commands() {
        Map<String, Class<?>> all = new LinkedHashMap<>();
        all.put("gateway", GatewayCommands.class);
        all.put("chat", ChatCommand.class);
        all.put("send", SendCommand.class);
        all.put("approvals", ApprovalCommands.class);
        all.put("platforms", PlatformCommands.class);
        all.put("plugins", PluginCommands.class);
        all.put("sessions", SessionCommands.class);
        all.put("deliveries", DeliveryCommands.class);
        all.put("pairing", PairingCommands.class);
        all.put("config", ConfigCommands.class);
        all.put("backup", BackupCommand.class);
        all.put("restore", RestoreCommand.class);
        all.put("import", ImportCommand.class);
        all.put("logs", LogsCommand.class);
        all.put("simulate", SimulateCommand.class);
        all.put("weixin", WeixinCommands.class);
        return all;
    }

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        String distribution = System.getProperty("hermes.dist");
        Shell shell = new Shell(
                System.in,
                out,
                err,
                System.getenv(),
                home(System.getProperty("hermes.home"), System.getenv()),
                distribution == null ? null : Path.of(distribution),
                isTerminal(0) && isTerminal(1));
        System.exit(run(shell, arguments));
    }

    /** The console of the JDK cannot tell: newer ones always give one. */
    private static boolean isTerminal(int descriptor) {
        try {
            Path end = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
            return end.startsWith("/dev/pts") || end.toString().startsWith("/dev/tty");
        } catch (IOException elsewhere) {
            return false;
        }
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    static Path home(@Nullable String given, Map<String, String> env) {
        String home = given != null ? given : env.getOrDefault("HERMES_HOME", "");
        Path path = home.isEmpty() ? Path.of(System.getProperty("user.home"), ".hermes") : Path.of(home);
        return path.toAbsolutePath().normalize();
    }

    /** Runs one command and returns its exit code. */
    static int run(Shell shell, String... arguments) {
        GatewayCommands.Status status = plainStatus(shell, List.of(arguments));
        if (status != null) {
            try {
                return status.run();
            } catch (Failure failed) {
                return failed(shell, failed);
            }
        }
        CommandLine root = root(shell, arguments);
        root.setOut(writer(shell.out()));
        root.setErr(writer(shell.err()));
        root.setParameterExceptionHandler((wrong, args) -> wrong(shell, wrong));
        root.setExecutionExceptionHandler((failed, at, parsed) -> failed(shell, failed));
        if (arguments.length == 0) {
            root.usage(root.getErr());
            return Exit.USAGE;
        }
        return root.execute(arguments);
    }

    /** What monitors ask all day is understood without the library, which takes longer than the question. */
    private static GatewayCommands.@Nullable Status plainStatus(Shell shell, List<String> arguments) {
        boolean asked = arguments.size() >= 2 && arguments.subList(0, 2).equals(List.of("gateway", "status"));
        List<String> options = asked ? arguments.subList(2, arguments.size()) : List.of("");
        if (!List.of("--json", "--deep").containsAll(options)) {
            return null;
        }
        GatewayCommands.Status status = new GatewayCommands.Status(shell);
        status.json = options.contains("--json");
        status.deep = options.contains("--deep");
        return status;
    }

    /** Only the command that is asked for is built, if it can be told: reading them all costs half the start. */
    private static CommandLine root(Shell shell, String... arguments) {
        CommandLine.IFactory factory = new Making(shell);
        CommandLine root = new CommandLine(new Root(shell), factory);
        Class<?> asked = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
        COMMANDS.forEach((name, type) -> {
            if (asked == null || type == asked) {
                root.addSubcommand(name, new CommandLine(type, factory));
            }
        });
        root.setColorScheme(CommandLine.Help.defaultColorScheme(
                shell.terminal() ? CommandLine.Help.Ansi.AUTO : CommandLine.Help.Ansi.OFF));
        return root;
    }

    private static int wrong(Shell shell, ParameterException wrong) {
        shell.err().println("hermes: " + wrong.getMessage());
        boolean guessed = UnmatchedArgumentException.printSuggestions(wrong, writer(shell.err()));
        if (!guessed) {
            String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
            shell.err().println(shell.say("see_help", command));
        }
        return Exit.USAGE;
    }

    private static int failed(Shell shell, Exception failed) {
        if (failed instanceof Failure failure) {
            shell.err().println("hermes: " + failure.getMessage());
            return failure.exit();
        }
        shell.err().println("hermes: " + shell.say("unexpected", failed.toString()));
        return Exit.FAILED;
    }

    /** The name of the program; alone it shows what there is. */
    @CommandLine.Command(
            name = "hermes",
            description = "The gateway between chat platforms and AI agents.",
            footer = "%nhermes COMMAND --help says more. 'hermes gateway run' starts the gateway in the foreground.")
    static final class Root extends Command {
        @picocli.CommandLine.Spec
        CommandLine.Model.CommandSpec spec;

        Root(Shell shell) {
            super(shell);
        }

        @Override
        int run() {
            spec.commandLine().usage(spec.commandLine().getErr());
            return Exit.USAGE;
        }
    }

    /** Makes the commands: each has one constructor, which takes the shell. */
    private record Making(Shell shell) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            if (List.class.isAssignableFrom(type) || !Command.class.isAssignableFrom(type)) {
                return CommandLine.defaultFactory().create(type);
            }
            return type.getDeclaredConstructor(Shell.class).newInstance(shell);
        }
    }
}

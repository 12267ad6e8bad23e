package io.hermesgateway.core;

import io.hermesgateway.config.FatalConfig;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The process around the gateway: arguments, environment, signals, exit codes. */
public final class Main {
    /** Configuration or ownership: starting again would not help. */
    private static final int DO_NOT_RETRY = 78;

    private static final int RESTART_ME = 75;
    private static final Set<KernelError> HOPELESS =
            Set.of(KernelError.BAD_SETTING, KernelError.HOME_IN_USE, KernelError.CREDENTIALS_REFUSED);

    private Main() {}

    /** {@code --home DIR --lib BUNDLES}; started by {@code bin/hermes gateway run}. */
    public static void main(String[] args) {
        List<String> arguments = List.of(args);
        Optional<String> home = after(arguments, "--home");
        Optional<String> bundles = after(arguments, "--lib");
        if (home.isEmpty() || bundles.isEmpty()) {
            System.err.println("hermes: this program is started by: hermes gateway run");
            System.exit(2);
        }
        CompletableFuture<String> over = new CompletableFuture<>();
        int code = run(
                new Gateway.Start(
                        Path.of(home.orElseThrow()).toAbsolutePath().normalize(),
                        Path.of(bundles.orElseThrow()),
                        System.getenv(),
                        arguments,
                        over::complete),
                over);
        System.exit(code);
    }

    private static int run(Gateway.Start start, CompletableFuture<String> over) {
        Gateway gateway;
        try {
            gateway = Gateway.open(start);
        } catch (FatalConfig unreadable) {
            System.err.println("hermes: " + unreadable.getMessage());
            return DO_NOT_RETRY;
        } catch (GatewayException refused) {
            System.err.println("hermes: " + refused.getMessage());
            return refused.code() instanceof KernelError known && HOPELESS.contains(known) ? DO_NOT_RETRY : 1;
        }
        // A signal ends the process through this hook; a clean drain after SIGTERM is a success.
        Thread onSignal = new Thread(
                () -> {
                    gateway.close("stop");
                    Runtime.getRuntime().halt(0);
                },
                "hermes-stop");
        Runtime.getRuntime().addShutdownHook(onSignal);
        gateway.started().forEach(System.out::println);
        String how = over.join();
        gateway.close(how);
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException alreadyStopping) {
            return 0;
        }
        return how.equals("restart") ? RESTART_ME : 0;
    }

    private static Optional<String> after(List<String> arguments, String name) {
        int at = arguments.indexOf(name);
        return at >= 0 && at + 1 < arguments.size() ? Optional.of(arguments.get(at + 1)) : Optional.empty();
    }
}

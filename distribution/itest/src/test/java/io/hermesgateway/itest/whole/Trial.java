package io.hermesgateway.itest.whole;

import io.hermesgateway.itest.world.Distribution;
import io.hermesgateway.itest.world.GatewayProcess;
import io.hermesgateway.itest.world.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the tests of this package begin with. */
final class Trial {
    static final Distribution DIST = Distribution.in(Path.of(System.getProperty("hermes.clone", "../.."))
            .toAbsolutePath()
            .normalize());

    private Trial() {}

    static GatewayProcess alone(Home home) {
        return GatewayProcess.alone(DIST, home, Map.of());
    }

    static GatewayProcess supervised(Home home) {
        return GatewayProcess.supervised(DIST, home, Map.of());
    }

    /** A home without platforms. */
    static Home quiet(Path folder) {
        return Home.in(folder).config("gateway: {port: 0}\n");
    }

    /** The command line on this home; its exit code. */
    static int command(Home home, String... words) {
        List<String> command = new ArrayList<>(List.of(DIST.launcher().toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--home", home.folder().toString()));
        try (GatewayProcess program = GatewayProcess.run(home, command, Map.of())) {
            int exit = program.exit();
            if (exit != 0) {
                System.err.println(program.said());
            }
            return exit;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

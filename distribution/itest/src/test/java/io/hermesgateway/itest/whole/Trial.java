package io.hermesgateway.itest.whole;

import io.hermesgateway.itest.world.Distribution;
import io.hermesgateway.itest.world.GatewayProcess;
import io.hermesgateway.itest.world.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;

/** What the tests of this package begin with. */
final class Trial {
    static final Distribution DIST =
            Distribution.in(Path.of("../..").toAbsolutePath().normalize());

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

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

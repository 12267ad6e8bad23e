package io.hermesgateway.core.control;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Who listens on a port of this machine, as far as {@code /proc} lets us see. */
final class PortOwner {
    private PortOwner() {}

    static String sentence(Path proc, InetSocketAddress address, String trouble) {
        String owner = Stream.of("net/tcp", "net/tcp6")
                .flatMap(table -> text(proc.resolve(table)).lines())
                .map(line -> line.strip().split("\\s+"))
                .filter(row -> row.length > 9 && row[3].equals("0A"))
                .filter(row -> row[1].endsWith(String.format(":%04X", address.getPort())))
                .flatMap(row -> list(proc)
                        .filter(process -> process.getFileName().toString().matches("\\d+"))
                        .filter(process -> holds(process, "socket:[" + row[9] + "]")))
                .map(process -> "process " + process.getFileName() + " ("
                        + text(process.resolve("comm")).strip() + ")")
                .findFirst()
                .orElse("another process");
        return "port " + address.getPort() + " of " + address.getHostString() + " is in use by " + owner
                + "; stop it or set gateway.port (" + trouble + ")";
    }

    private static boolean holds(Path process, String socket) {
        return list(process.resolve("fd")).anyMatch(file -> {
            try {
                return Files.readSymbolicLink(file).toString().equals(socket);
            } catch (IOException gone) {
                return false;
            }
        });
    }

    private static Stream<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().stream();
        } catch (IOException notOurs) {
            return Stream.empty();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            return "";
        }
    }
}

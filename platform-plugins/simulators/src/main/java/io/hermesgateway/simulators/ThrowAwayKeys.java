package io.hermesgateway.simulators;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A key and a certificate of its own making, for clients that insist on https. Made by the JDK's keytool, because the JDK has
 * no other way to sign one; the folder is deleted as soon as they are read.
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares keys
record ThrowAwayKeys(byte[] store, String password, String pem) {

    /** For these host names besides those of this machine. */
    static ThrowAwayKeys make(List<String> names, String password) throws IOException {
        Path folder = Files.createTempDirectory("sim-keys");
        Path store = folder.resolve("keys.p12");
        try {
            List<String> all = new ArrayList<>(List.of("dns:localhost", "ip:127.0.0.1"));
            names.forEach(name -> all.add("dns:" + name));
            keytool(
                    store,
                    password,
                    List.of(
                            "-genkeypair",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=simulated",
                            "-validity",
                            "2",
                            "-ext",
                            "bc=ca:true",
                            "-ext",
                            "san=" + String.join(",", all)));
            String pem = keytool(store, password, List.of("-exportcert", "-rfc"));
            return new ThrowAwayKeys(Files.readAllBytes(store), password, pem);
        } finally {
            Files.deleteIfExists(store);
            Files.delete(folder);
        }
    }

    private static String keytool(Path store, String password, List<String> what) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.add("-J-XX:TieredStopAtLevel=1");
        command.addAll(what);
        command.addAll(List.of(
                "-alias", "sim", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", password));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool: " + said);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException(stop);
        }
        return said.lines().dropWhile(line -> !line.startsWith("-----BEGIN")).collect(Collectors.joining("\n"));
    }
}

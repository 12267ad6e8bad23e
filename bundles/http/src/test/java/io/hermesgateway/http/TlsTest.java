package io.hermesgateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.error.GatewayException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class TlsTest {
    @TempDir
    Path home;

    private Map<String, Object> settings;

    @BeforeEach
    void name() {
        settings = Map.of("tls.cert", "cert.pem", "tls.key", "key.pem");
    }

    /** A certificate of its own making, with the tool of the JDK. */
    private void make(String name, long modified) throws Exception {
        Path store = home.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-J-XX:TieredStopAtLevel=1",
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, keytool.waitFor(), said);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        pem("cert.pem", "CERTIFICATE", keys.getCertificate("a").getEncoded(), modified);
        pem("key.pem", "PRIVATE KEY", keys.getKey("a", "changeit".toCharArray()).getEncoded(), modified);
    }

    private void pem(String file, String kind, byte[] content, long modified) throws Exception {
        String text = "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END "
                + kind + "-----\n";
        Files.writeString(home.resolve(file), text);
        Files.setLastModifiedTime(home.resolve(file), FileTime.fromMillis(modified));
    }

    /** Trusts whatever it is shown: the test is about what that is. */
    private static final class Trusting implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static String ask(Stand stand) throws Exception {
        SSLContext client = SSLContext.getInstance("TLS");
        client.init(null, new TrustManager[] {new Trusting()}, null);
        try (SSLSocket socket = (SSLSocket)
                client.getSocketFactory().createSocket(stand.address.getAddress(), stand.address.getPort())) {
            socket.setSoTimeout(90_000);
            socket.getOutputStream()
                    .write("GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.UTF_8));
            String reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(reply.startsWith("HTTP/1.1 200"), reply);
            assertTrue(reply.contains("Strict-Transport-Security: max-age=31536000"), reply);
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return shown.getSubjectX500Principal().getName();
        }
    }

    @Test
    void aReplacedCertificateIsTakenWithoutClosingAnything() throws Exception {
        make("first", 1_000_000);
        filesThatCannotBeUsedAreNamed();
        Stand stand = new Stand(home, settings);
        try {
            assertEquals("CN=first", ask(stand));
            make("second", 2_000_000);
            stand.sweepUntil(() -> ask(stand).equals("CN=second"));
            Files.writeString(home.resolve("cert.pem"), "rubbish");
            stand.sweepUntil(() -> stand.context.reports().stream().anyMatch(said -> said.contains("cert.pem")));
            assertEquals("CN=second", ask(stand));
        } finally {
            stand.close();
        }
    }

    private void filesThatCannotBeUsedAreNamed() throws Exception {
        Path old = Files.writeString(home.resolve("old.pem"), "-----BEGIN EC PRIVATE KEY-----");
        assertTrue(trouble(home.resolve("cert.pem"), old).contains("openssl pkcs8"));
        assertTrue(trouble(home.resolve("missing.pem"), old).contains("missing.pem"));
        assertTrue(trouble(old, home.resolve("key.pem")).contains("old.pem"));
    }

    private static String trouble(Path cert, Path key) {
        GatewayException refused = assertThrows(GatewayException.class, () -> new Tls(new HttpSettings.Pem(cert, key)));
        return String.valueOf(refused.getMessage());
    }
}

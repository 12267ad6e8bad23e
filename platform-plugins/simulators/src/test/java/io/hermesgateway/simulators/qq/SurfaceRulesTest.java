package io.hermesgateway.simulators.qq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.simulators.Far;
import io.hermesgateway.simulators.Json;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rules 1 to 4: one port, exact headers, access tokens, who may call. */
@Timeout(180)
class SurfaceRulesTest extends QqBench {

    @Test
    void rule1EverythingIsOnOnePort() throws Exception {
        String host = "127.0.0.1:" + simulation.server().port();
        assertEquals(
                "ws://" + host + "/websocket",
                client.call("GET", "/gateway", null).json().path("url").asText());
        JsonNode more = client.call("GET", "/gateway/bot", null).json();
        assertEquals("ws://" + host + "/websocket", more.path("url").asText());
        assertEquals(1, more.path("shards").asInt());
        JsonNode limit = more.path("session_start_limit");
        assertEquals(1000, limit.path("remaining").asInt());
        assertEquals(1, limit.path("max_concurrency").asInt());
        client.ready(Client.ALL);
        assertEquals(
                999,
                client.call("GET", "/gateway/bot", null)
                        .json()
                        .path("session_start_limit")
                        .path("remaining")
                        .asInt());
        assertEquals(200, client.far.get("/_sim/about").status());
        assertTrue(qq.config().contains("    api_base_url: http://" + host));
        assertTrue(qq.environment().contains("QQ_TOKEN_URL=http://" + host + "/app/getAppAccessToken"));
    }

    @Test
    void rule1ThereIsATlsPortWithACertificateOfItsOwnMaking() throws Exception {
        JsonNode tls = client.far
                .post("/_sim/tls", Json.object().set("names", Json.array().add("bots.qq.com")))
                .json();
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        byte[] pem = tls.path("certificate").asText().getBytes(StandardCharsets.US_ASCII);
        trusted.setCertificateEntry(
                "sim", CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem)));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        HttpClient secure = HttpClient.newBuilder().sslContext(context).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create(tls.path("url").asText() + "/app/getAppAccessToken"))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        assertEquals(
                100016,
                Json.parse(secure.send(request, HttpResponse.BodyHandlers.ofString())
                                .body())
                        .path("code")
                        .asInt());
    }

    @Test
    void rule2TheContentTypeIsExactlyJsonAndATraceIdIsThere() throws Exception {
        for (Far.Answer answer : new Far.Answer[] {
            client.far.post("/app/getAppAccessToken", Json.object()),
            client.call("GET", "/gateway", null),
            client.call("GET", "/users/@me", null),
            client.far.get("/gateway"),
            client.call("POST", "/v2/users/NOBODY/messages", Client.text("x"))
        }) {
            assertEquals("application/json", answer.header("Content-Type"), answer.text());
            assertEquals(32, answer.header("X-Tps-trace-Id").length());
        }
        JsonNode me = client.call("GET", "/users/@me", null).json();
        assertTrue(Long.parseLong(me.path("id").asText()) > 0, "botpy makes a number of it");
    }

    @Test
    void rule3TheSameTokenUntilItsLastMinuteThenBoth() throws Exception {
        JsonNode first = client.askToken();
        assertTrue(first.path("expires_in").isTextual());
        assertEquals("7200", first.path("expires_in").asText());
        simulation.clock().advance(Duration.ofSeconds(7100));
        JsonNode again = client.askToken();
        assertEquals(first.path("access_token"), again.path("access_token"));
        assertEquals("100", again.path("expires_in").asText());
        simulation.clock().advance(Duration.ofSeconds(41));
        Client old = client;
        client = client();
        JsonNode second = client.askToken();
        assertNotEquals(first.path("access_token"), second.path("access_token"));
        assertEquals("7200", second.path("expires_in").asText());
        assertEquals(200, old.call("GET", "/gateway", null).status());
        assertEquals(200, client.call("GET", "/gateway", null).status());
        simulation.clock().advance(Duration.ofSeconds(60));
        refused(401, 11244, old.call("GET", "/gateway", null));
        assertEquals(200, client.call("GET", "/gateway", null).status());
    }

    @Test
    void rule3AWrongSecretIsA200WithACode() throws Exception {
        Far.Answer wrong = client.far.post(
                "/app/getAppAccessToken", Json.object().put("appId", qq.appId()).put("clientSecret", "wrong"));
        assertEquals(200, wrong.status());
        assertEquals(100016, wrong.json().path("code").asInt());
        assertFalse(wrong.json().has("access_token"));
    }

    @Test
    void rule3TokensFailInEveryWay() throws Exception {
        qq.knob("token_seconds", 90);
        qq.knob("token_fail", 1);
        assertEquals(100001, client.askToken().path("code").asInt());
        assertEquals("90", client.askToken().path("expires_in").asText());
        qq.knob("token_502", 1);
        Far.Answer html = client.far.post("/app/getAppAccessToken", Json.object());
        assertEquals(502, html.status());
        assertEquals("text/html", html.header("Content-Type"));
        qq.knob("token_hang", 1);
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), simulation.server().port())) {
            socket.setSoTimeout(200);
            socket.getOutputStream()
                    .write("POST /app/getAppAccessToken HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            Assertions.assertThrows(SocketTimeoutException.class, in::read);
        }
    }

    @Test
    void rule4EveryCallIsChecked() throws Exception {
        for (String path : new String[] {"/gateway", "/gateway/bot", "/users/@me", "/v2/users/X/messages"}) {
            refused(401, 11241, client.far.get(path));
            refused(401, 11241, client.far.get(path, "Authorization", "Bearer " + client.token()));
            refused(401, 11244, client.far.get(path, "Authorization", "QQBot nonsense"));
        }
        refused(404, 11301, client.call("GET", "/v2/nothing", null));
        refused(405, 11300, client.call("DELETE", "/gateway", null));
        JsonNode said = qq.say("alice", "hi");
        Far.Answer noJson = client.far.call(
                "POST", "/v2/users/" + openid(said) + "/messages", "{", "Authorization", "QQBot " + client.token());
        assertEquals(400, noJson.status());
    }

    @Test
    void rule4AnOperatorsMistakesHaveTheirOwnCodes() throws Exception {
        qq.knob("ip_allowed", false);
        Far.Answer blocked = client.call("GET", "/gateway", null);
        refused(401, 11298, blocked);
        assertEquals(40023002, blocked.json().path("err_code").asInt());
        qq.knob("ip_allowed", true);
        qq.knob("bot_state", "banned");
        refused(403, 11265, client.call("GET", "/gateway", null));
        qq.knob("bot_state", "ok");
        client.token();
        qq.fault("revoke_tokens");
        refused(401, 11244, client.call("GET", "/gateway", null));
    }
}

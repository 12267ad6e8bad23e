package io.hermesgateway.tools.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.hermesgateway.tools.Calls;
import io.hermesgateway.tools.terminal.FakeRun;
import io.hermesgateway.tools.terminal.TestContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class WebFetchToolTest {
    @TempDir
    Path root;

    private TestContext context;
    private HttpServer site;
    private Calls calls;

    @BeforeEach
    void open() throws IOException {
        context = new TestContext(root);
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.start();
        WebFetchTool tool = new WebFetchTool(TestContext.JSON, new Fetcher(address -> true, context.tasks()));
        calls = new Calls(List.of(tool), FakeRun.of(root));
    }

    @AfterEach
    void close() {
        site.stop(0);
        context.close();
    }

    private void page(String path, int status, Map<String, String> headers, byte[] body) {
        site.createContext(path, exchange -> {
            headers.forEach(exchange.getResponseHeaders()::add);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private void page(String path, String type, String body) {
        page(path, 200, Map.of("content-type", type), body.getBytes(StandardCharsets.UTF_8));
    }

    private String url(String path) {
        return "http://127.0.0.1:" + site.getAddress().getPort() + path;
    }

    private String fetch(String path) {
        return calls.done("web_fetch", Map.of("url", url(path)));
    }

    @Test
    void showsAPageAsText() {
        page(
                "/a",
                "text/html; charset=utf-8",
                "<title>Tea</title><nav>menu</nav><h1>茶</h1><p>Hot <b>water</b>, <a href='/b'>leaves</a>.</p>"
                        + "<ul><li>one</li><li>two</li></ul><pre>x\n  y</pre><script>evil()</script>");
        String text = fetch("/a");
        assertEquals(
                "# Tea\n\n# 茶\n\nHot water, leaves <" + url("/b") + ">.\n\n- one\n- two\n\n```\nx\n  y\n```", text);
        assertTrue(
                calls.done("web_fetch", Map.of("url", url("/a"), "raw", true)).contains("<script>"));
    }

    @Test
    void readsOtherCharsetsAndRefusesWhatIsNoText() {
        page("/gbk", 200, Map.of("content-type", "text/plain; charset=GBK"), new byte[] {(byte) 0xB2, (byte) 0xE8});
        assertEquals("茶", fetch("/gbk"));
        page("/bin", 200, Map.of("content-type", "image/png"), new byte[] {1, 0, 3});
        assertEquals("(not text: image/png, 3 bytes)", fetch("/bin"));
        page("/odd", 200, Map.of("content-type", "text/plain; charset=nonsense"), new byte[] {'a'});
        assertEquals("a", fetch("/odd"));
    }

    @Test
    void goesOnWhereAPartEnded() {
        page("/long", "text/plain", "x".repeat(50_000) + "end");
        assertTrue(fetch("/long").endsWith("[there is more: go on with offset 50000]"));
        assertEquals("end", calls.done("web_fetch", Map.of("url", url("/long"), "offset", 50_000)));
    }

    @Test
    void followsRedirectsAndSaysWhereItEnded() {
        page("/from", 302, Map.of("location", "/to"), new byte[0]);
        page("/to", "text/plain", "here");
        assertEquals("[status 200 from " + url("/to") + "]\nhere", fetch("/from"));
        page("/circle", 302, Map.of("location", "/circle"), new byte[0]);
        assertTrue(calls.failed("web_fetch", Map.of("url", url("/circle"))).contains("redirected more than"));
        page("/file", 302, Map.of("location", "file:///etc/passwd"), new byte[0]);
        assertTrue(calls.failed("web_fetch", Map.of("url", url("/file"))).contains("Only http and https"));
        page("/gone", 404, Map.of("content-type", "text/plain"), new byte[] {'n', 'o'});
        assertTrue(calls.failed("web_fetch", Map.of("url", url("/gone"))).startsWith("[status 404"));
    }

    @Test
    void checksEveryAddressOnTheWay() {
        Calls strict = new Calls(new WebTools().open(context), FakeRun.of(root));
        assertTrue(strict.failed("web_fetch", Map.of("url", url("/a"))).contains("not on the public network"));
        assertTrue(
                strict.failed("web_fetch", Map.of("url", "http://localhost:1/")).contains("public network"));
        assertTrue(strict.failed("web_fetch", Map.of("url", "http://a:b@127.0.0.1/"))
                .contains("password"));
        assertTrue(strict.failed("web_fetch", Map.of("url", "ftp://127.0.0.1/")).contains("Only http"));
        assertTrue(strict.failed("web_fetch", Map.of("url", "nothing")).contains("Only http"));
        assertTrue(strict.failed("web_fetch", Map.of("url", "http://[")).contains("not an address"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "10.1.2.3",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.100.100.200",
                "0.0.0.0",
                "224.0.0.1",
                "255.255.255.255",
                "198.18.0.1",
                "192.0.0.8",
                "::1",
                "::",
                "fe80::1",
                "fc00::1",
                "fd00::1",
                "ff02::1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "2002:a00:1::1",
                "2001:0:1::1",
                "2001:db8::1",
                "::10.0.0.1"
            })
    void theInsideIsNotPublic(String address) throws IOException {
        assertFalse(Addresses.isPublic(InetAddress.getByName(address)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "93.184.216.34", "100.128.0.1", "2606:4700::1111", "64:ff9b::101:101"})
    void theOutsideIs(String address) throws IOException {
        assertTrue(Addresses.isPublic(InetAddress.getByName(address)));
    }
}

package io.hermesgateway.weixin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.platform.PlatformState;
import io.hermesgateway.spi.service.ControlVerb;
import io.hermesgateway.spi.service.GatewayControl.Caller;
import io.hermesgateway.spi.service.Rows;
import io.hermesgateway.testkit.FakeControl;
import io.hermesgateway.testkit.MapSettings;
import io.hermesgateway.weixin.FakeIlink.Reply;
import io.hermesgateway.weixin.login.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class LoginRulesTest {
    private static final Reply CONFIRMED = Reply.ok(
            "{\"status\":\"confirmed\",\"bot_token\":\"fresh-token-0123456789\","
                    + "\"ilink_bot_id\":\"AbC123@im.bot\",\"baseurl\":\"http://127.0.0.1:9\",\"ilink_user_id\":\"ann@im.wechat\"}");

    @TempDir
    Path home;

    /** Threads of our own: the common pool has a single one on two processors, and two of these wait for each other. */
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private Rig rig;
    private FakeIlink far;
    private final List<Map<?, ?>> shown = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        rig = new Rig(home).serve();
        far = rig.far;
        rig.service.fakeControl().platforms(FakeControl.platform("weixin", "needs_login", ""));
        far.habit(
                FakeIlink.QR,
                one -> Reply.ok("{\"qrcode\":\"qr-" + far.asked(FakeIlink.QR).size()
                        + "\",\"qrcode_img_content\":\"https://liteapp.weixin.qq.com/q/"
                        + far.asked(FakeIlink.QR).size() + "\"}"));
        far.habit(FakeIlink.QR_STATUS, one -> status("wait"));
    }

    @AfterEach
    void close() {
        rig.close();
        threads.shutdownNow();
    }

    private static Reply status(String status) {
        return Reply.ok("{\"status\":\"" + status + "\"}");
    }

    private Map<?, ?> login() {
        return login(Map.of());
    }

    /** The login runs beside, as the kernel's tasks would let it. */
    private Map<?, ?> login(Map<String, Object> arguments) {
        ControlVerb verb =
                rig.service.registry().find(ControlVerb.class, "weixin.login").orElseThrow();
        CompletableFuture<Map<?, ?>> end = CompletableFuture.supplyAsync(
                () -> (Map<?, ?>) verb.call(new Caller("ann", "cli"), arguments, item -> {
                    synchronized (shown) {
                        shown.add((Map<?, ?>) item);
                    }
                    return true;
                }),
                threads);
        CompletableFuture<?> beside = CompletableFuture.runAsync(
                () -> {
                    while (!end.isDone()) {
                        rig.service.manualTasks().runPending();
                        Thread.onSpinWait();
                    }
                },
                threads);
        Map<?, ?> result = end.join();
        beside.join();
        return result;
    }

    private List<String> statuses() {
        synchronized (shown) {
            return shown.stream()
                    .map(one -> String.valueOf(one.get("status")))
                    .distinct()
                    .toList();
        }
    }

    @Test
    void rule24ScannedAndConfirmed() {
        far.script(FakeIlink.QR_STATUS, status("wait"), status("scaned"), CONFIRMED);
        Map<?, ?> end = login();
        assertEquals(true, end.get("worked"), end.toString());
        assertTrue(
                statuses().containsAll(List.of("scan", "scanned", "done")),
                statuses().toString());
        assertEquals(
                List.of("platforms.restart weixin by gateway"),
                rig.service.fakeControl().asked());
        Credentials now = Credentials.of(new MapSettings(rig.settings), home.resolve("platforms/weixin"))
                .orElseThrow();
        assertEquals("AbC123@im.bot", now.bot(), "the login wins over the token of the configuration");
        assertEquals("http://127.0.0.1:9", now.base().toString());
        assertTrue(far.asked(FakeIlink.QR)
                .get(0)
                .body()
                .path("local_token_list")
                .toString()
                .contains("secret-token"));
        assertEquals("bot_type=3", far.asked(FakeIlink.QR).get(0).query());
    }

    @Test
    void rule24ANumberIsAskedForUntilItIsRight() {
        far.script(FakeIlink.QR_STATUS, status("need_verifycode"));
        far.habit(
                FakeIlink.QR_STATUS,
                one -> one.query().contains("verify_code=42") ? CONFIRMED : status("need_verifycode"));
        ControlVerb code = rig.service
                .registry()
                .find(ControlVerb.class, "weixin.login.code")
                .orElseThrow();
        CompletableFuture<?> person = CompletableFuture.runAsync(
                () -> {
                    type(code, "wrong", 1);
                    type(code, "42", 2);
                },
                threads);
        assertEquals(true, login().get("worked"));
        person.join();
    }

    private void type(ControlVerb code, String number, int times) {
        far.await("asked for a number", () -> {
            synchronized (shown) {
                return shown.stream()
                                .filter(one -> "verify".equals(one.get("status")))
                                .count()
                        >= times;
            }
        });
        code.call(new Caller("ann", "cli"), Map.of("code", number), item -> true);
    }

    @Test
    void rule24ThreeCodesAndNoMore() {
        far.script(FakeIlink.QR_STATUS, status("expired"), status("verify_code_blocked"), status("expired"));
        Map<?, ?> end = login();
        assertEquals(false, end.get("worked"));
        assertEquals(3, far.asked(FakeIlink.QR).size());
    }

    @Test
    void rule24ABotThatIsBoundAlreadyStaysAsItIs() {
        far.script(FakeIlink.QR_STATUS, status("binded_redirect"));
        Map<?, ?> end = login();
        assertEquals("kept", end.get("status"));
        assertEquals(true, end.get("worked"));
        assertFalse(Files.exists(home.resolve("platforms/weixin/account.json")));
    }

    @Test
    void rule24ARedirectIsFollowedWithinTheHouseOnly() {
        far.script(
                FakeIlink.QR_STATUS,
                Reply.ok("{\"status\":\"scaned_but_redirect\",\"redirect_host\":\"localhost\"}"),
                CONFIRMED);
        assertEquals(true, login().get("worked"), "a trial on one's own machine");
        assertEquals(
                "localhost:" + far.address().getPort(),
                far.asked(FakeIlink.QR_STATUS).get(1).headers().get("host"));
        far.script(
                FakeIlink.QR_STATUS,
                Reply.ok("{\"status\":\"scaned_but_redirect\",\"redirect_host\":\"evil.example\"}"));
        assertEquals(false, login().get("worked"));
    }

    @Test
    void rule24TroubleOnTheWayIsNoAnswerAndWithoutABotIdThereIsNone() {
        far.script(
                FakeIlink.QR_STATUS,
                Reply.status(524),
                Reply.cut(),
                Reply.ok("{\"status\":\"confirmed\",\"bot_token\":\"t\"}"));
        assertEquals("failed", login().get("status"));
        assertEquals(3, far.asked(FakeIlink.QR_STATUS).size());
    }

    @Test
    void rule23CredentialsAreForTheirOwnerOnlyAndInNoMessage() throws IOException {
        far.script(FakeIlink.QR_STATUS, CONFIRMED);
        Map<?, ?> end = login();
        Path file = home.resolve("platforms/weixin/account.json");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertFalse(end.toString().contains("fresh-token"), end.toString());
        assertFalse(shown.toString().contains("fresh-token"), shown.toString());
        Credentials now = Credentials.of(new MapSettings(rig.settings), file.resolveSibling("."))
                .orElseThrow();
        assertFalse(now.toString().contains("fresh-token-0123456789"), now.toString());
        assertTrue(rig.kernel.reports().stream().noneMatch(one -> one.contains("token-")));
    }

    @Test
    void aChangedConfigurationWinsOverAnOlderLogin() {
        far.script(FakeIlink.QR_STATUS, CONFIRMED);
        login();
        MapSettings changed = new MapSettings(Map.of("token", "another-token", "base_url", "http://127.0.0.1:7"));
        Optional<Credentials> now = Credentials.of(changed, home.resolve("platforms/weixin"));
        assertEquals("another-token", now.orElseThrow().token().reveal());
        MapSettings without = new MapSettings(Map.of());
        assertNotEquals(Optional.empty(), Credentials.of(without, home.resolve("platforms/weixin")));
    }

    @Test
    void rule25TheSamePersonIsBoundToOneBotAtATime() throws IOException {
        rig.service
                .fakeControl()
                .platforms(
                        FakeControl.platform("weixin", "online", ""),
                        FakeControl.platform("weixin.work", "needs_login", ""));
        far.script(FakeIlink.QR_STATUS, CONFIRMED);
        login();
        far.script(FakeIlink.QR_STATUS, CONFIRMED);
        login(Map.of("account", "work"));
        assertFalse(Files.exists(home.resolve("platforms/weixin/account.json")));
        assertTrue(Files.exists(home.resolve("platforms/weixin.work/account.json")));
        try (Stream<Path> kept = Files.list(home.resolve("quarantine"))) {
            assertEquals(1, kept.count(), "never deleted");
        }
        assertEquals(
                List.of(
                        "platforms.restart weixin by gateway",
                        "platforms.restart weixin by gateway",
                        "platforms.restart weixin.work by gateway"),
                rig.service.fakeControl().asked());
    }

    @Test
    void theDoctorSaysHowItIsAndGivesTheLink() {
        rig.online();
        rig.heard("ann", "hello");
        ControlVerb doctor =
                rig.service.registry().find(ControlVerb.class, "doctor.weixin").orElseThrow();
        List<Rows.Check> checks = checks(doctor);
        assertTrue(checks.stream().allMatch(check -> check.state().equals("ok")), checks.toString());
        assertTrue(checks.toString().contains("ann: 10/10"), checks.toString());
        far.habit(FakeIlink.POLL, one -> Reply.ok("{\"errcode\":-14}"));
        far.script(FakeIlink.POLL, Reply.ok("{\"errcode\":-14}"));
        far.await("needs a login", () -> rig.kernel.state() == PlatformState.NEEDS_LOGIN);
        CompletableFuture<List<Rows.Check>> looked = CompletableFuture.supplyAsync(() -> checks(doctor), threads);
        CompletableFuture<?> beside = CompletableFuture.runAsync(
                () -> {
                    while (!looked.isDone()) {
                        rig.service.manualTasks().runPending();
                        Thread.onSpinWait();
                    }
                },
                threads);
        Rows.Check token = looked.join().get(0);
        assertEquals("fail", token.state());
        assertTrue(String.valueOf(token.fix()).contains("https://liteapp.weixin.qq.com/q/1"), token.toString());
        far.script(FakeIlink.QR_STATUS, CONFIRMED);
        beside.join();
    }

    @Test
    void rule10APersonIsToldOnAnotherPlatformWithALink() {
        rig.service
                .fakeControl()
                .platforms(
                        FakeControl.platform("telegram", "online", ""), FakeControl.platform("weixin", "online", ""));
        rig.online();
        far.habit(FakeIlink.POLL, one -> Reply.ok("{\"errcode\":-14}"));
        far.script(FakeIlink.POLL, Reply.ok("{\"errcode\":-14}"));
        AtomicBoolean told = new AtomicBoolean();
        CompletableFuture<?> beside = CompletableFuture.runAsync(
                () -> {
                    while (!told.get()) {
                        rig.service.manualTasks().runPending();
                        Thread.onSpinWait();
                    }
                },
                threads);
        far.await("a person is told", () -> asked().contains("send telegram"));
        assertTrue(asked().contains("https://liteapp.weixin.qq.com/q/1"), asked());
        told.set(true);
        far.script(FakeIlink.QR_STATUS, CONFIRMED);
        beside.join();
    }

    private String asked() {
        return String.join("\n", rig.service.fakeControl().asked());
    }

    @SuppressWarnings("unchecked")
    private static List<Rows.Check> checks(ControlVerb doctor) {
        return (List<Rows.Check>) Objects.requireNonNull(doctor.call(new Caller("ann", "cli"), Map.of(), item -> true));
    }
}

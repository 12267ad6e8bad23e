package io.hermesgateway.core.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.config.PlatformSettings;
import io.hermesgateway.core.platform.PlatformBench.Plug;
import io.hermesgateway.spi.approval.Answer;
import io.hermesgateway.spi.approval.AnswerResult;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.message.Accepted;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.spi.platform.PlatformContext;
import io.hermesgateway.spi.platform.PlatformState;
import io.hermesgateway.spi.service.Rows;
import io.hermesgateway.testkit.platform.ScriptedPlatform.Adapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformsTest {
    private static final String ONE = "platforms:\n  chat: { token: tok-one-123456, allowed_users: [ann] }\n";
    private static final String TWO = ONE.replace(" }", ", accounts: { work: { token: tok-two-123456 } } }");

    @TempDir
    Path home;

    @TempDir
    Path locks;

    private final Plug plugin = new Plug("platform-chat");

    private PlatformBench bench(String yaml) {
        return new PlatformBench(home, locks, yaml);
    }

    private PlatformBench loaded(String yaml) {
        PlatformBench bench = bench(yaml);
        bench.load(plugin);
        return bench;
    }

    private static KernelError refusal(org.junit.jupiter.api.function.Executable call) {
        return (KernelError) assertThrows(GatewayException.class, call).code();
    }

    @Test
    void everyEnabledAccountGetsItsSeat() {
        PlatformBench bench = loaded(TWO.replace("work: {", "off: { enabled: false, token: x }, work: {"));
        assertEquals(
                List.of("chat", "chat.work"),
                bench.platforms.rows().stream().map(Rows.Platform::id).toList());
        Rows.Platform row = bench.row("chat.work");
        assertEquals("platform-chat running online", row.plugin() + " " + row.wanted() + " " + row.state());
        assertEquals(1, row.connects());
        assertNotNull(row.lastProofAt());
        assertNull(row.lastInboundAt());
        assertTrue(bench.changed.contains("chat.work"));
    }

    @Test
    void aPlatformThatIsNotConfiguredHasNoSeat() {
        assertEquals(List.of(), loaded("model: { default: x }\n").platforms.rows());
    }

    @Test
    void aBadSettingFailsItsAccountAloneWithFileLineAndKeyAndNothingIsContacted() {
        PlatformBench bench = loaded(
                """
                platforms:
                  chat:
                    token: tok-one-123456
                    accounts:
                      work:
                        token: tok-two-123456
                        allow_all_users: perhaps
                """);
        assertEquals("failed", bench.state("chat.work"));
        String detail = bench.row("chat.work").detail();
        assertTrue(detail.contains("config.yaml:7") && detail.contains("allow_all_users"), detail);
        assertEquals("online", bench.state("chat"));
        bench.pass(Duration.ofHours(3));
        assertEquals(1, bench.far.adapters.size(), "only a person helps");
        bench.configure(TWO);
        assertEquals("online", bench.state("chat.work"));
    }

    @Test
    void messagesGoToTheInboxAndAnswersComeBackThroughTheAccount() {
        PlatformBench bench = loaded(ONE);
        Adapter adapter = bench.far.adapter("chat");
        assertInstanceOf(Accepted.Fresh.class, adapter.says("c1", "ann", "/whoami"));
        assertInstanceOf(Accepted.Turned.class, adapter.says("c2", "eve", "hi"));
        bench.tasks.runPending();
        assertTrue(bench.far.textsTo("c1").get(0).contains("Your id: ann"));
        assertTrue(bench.far.textsTo("c2").get(0).contains("hermes pairing approve chat"));
        assertNotNull(bench.row("chat").lastInboundAt());
    }

    @Test
    void listsOfPeopleCountAtOnceWithoutANewConnection() {
        PlatformBench bench = loaded(ONE);
        Adapter adapter = bench.far.adapter("chat");
        bench.configure(ONE.replace("[ann]", "[ann, eve]"));
        assertInstanceOf(Accepted.Fresh.class, adapter.says("c2", "eve", "hi"));
        bench.configure(ONE.replace("allowed_users: [ann]", "dm_policy: disabled, allow_all_users: true"));
        assertInstanceOf(Accepted.Turned.class, adapter.says("c1", "ann", "hi"));
        assertEquals(1, bench.far.adapters.size());
    }

    @Test
    void aChangedSettingReopensThatAccountAlone() {
        PlatformBench bench = loaded(TWO);
        Adapter before = bench.far.adapter("chat.work");
        bench.configure(TWO.replace("tok-two", "tok-new"));
        assertEquals(3, bench.far.adapters.size());
        assertTrue(before.closed);
        assertFalse(bench.far.adapter("chat").closed);
        assertEquals("online", bench.state("chat.work"));
    }

    @Test
    void accountsComeAndGoWithTheConfiguration() {
        PlatformBench bench = loaded(ONE);
        bench.configure(TWO);
        assertEquals("online", bench.state("chat.work"));
        bench.configure(ONE);
        assertTrue(bench.far.adapter("chat.work").closed);
        assertEquals(1, bench.platforms.rows().size());
        assertFalse(bench.far.adapter("chat").closed);
    }

    @Test
    void afterTheEndOfAnAdapterEverythingItWasHandedRefuses() {
        PlatformBench bench = loaded(ONE);
        Adapter old = bench.far.adapter("chat");
        assertTrue(old.context.saveCursor("offset", "7"));
        bench.act("chat", "restart");
        assertTrue(old.closed);
        assertEquals(1, plugin.closedScopes);
        assertInstanceOf(Accepted.NotNow.class, old.says("c1", "ann", "late"));
        Answer late = new Answer("id", Choice.ONCE, Sender.of("chat", "ann", "安"), null, "button", null);
        AnswerResult refused = old.context.answer(late);
        assertInstanceOf(AnswerResult.NotNow.class, refused);
        assertTrue(refused.words().contains("请再试一次"), refused.words());
        assertEquals(List.of(), bench.desk.answers);
        assertFalse(old.context.saveCursor("offset", "8"));
        assertTrue(old.context.cursor("offset").isEmpty());
        old.context.report(PlatformState.FAILED, "late");
        assertEquals("online", bench.state("chat"));
        PlatformContext fresh = bench.far.adapter("chat").context;
        assertEquals("7", fresh.cursor("offset").orElseThrow());
        assertInstanceOf(AnswerResult.Unknown.class, fresh.answer(late));
    }

    @Test
    void whatADisownedPluginCallsRefuses() {
        PlatformBench bench = loaded(ONE);
        plugin.alive = false;
        assertInstanceOf(Accepted.NotNow.class, bench.far.adapter("chat").says("c1", "ann", "late"));
    }

    @Test
    void pausedSurvivesARestartOfTheGateway() {
        PlatformBench bench = loaded(TWO);
        bench.act("chat", "pause");
        assertEquals("paused paused", bench.row("chat").wanted() + " " + bench.state("chat"));
        assertTrue(bench.far.adapter("chat").closed);
        assertEquals("online", bench.state("chat.work"));
        bench.unload(plugin);
        assertEquals("paused", bench.state("chat"));

        PlatformBench again = bench(TWO);
        again.load(new Plug("platform-chat"));
        assertEquals("paused", again.state("chat"));
        assertEquals(1, again.far.adapters.size());
        again.act("chat", "resume");
        assertEquals("running online", again.row("chat").wanted() + " " + again.state("chat"));
    }

    @Test
    void unknownAccountsAndActionsAreRefused() {
        PlatformBench bench = loaded(ONE);
        assertEquals(KernelError.NOT_FOUND, refusal(() -> bench.platforms.act("nowhere", "restart")));
        assertEquals(KernelError.BAD_REQUEST, refusal(() -> bench.platforms.act("chat", "dance")));
        assertFalse(bench.platforms.restart("nowhere", "ann"));
    }

    @Test
    void anAdapterMayCarryTheCommandThatRestartsIt() {
        PlatformBench bench = loaded(ONE);
        Adapter adapter = bench.far.adapter("chat");
        adapter.says("c1", "ann", "/restart chat");
        assertFalse(adapter.closed, "not while its thread is in the call");
        bench.tasks.runPending();
        assertTrue(adapter.closed);
        assertEquals(2, bench.far.adapters.size());
        assertTrue(bench.far.textsTo("c1").get(0).contains("Restarting chat"));
    }

    @Test
    void whatThrowsAtItsStartIsTriedForEverWithGrowingPauses() {
        PlatformBench bench = bench(ONE);
        bench.far.whenStarted = context -> {
            throw new IllegalStateException("no route");
        };
        bench.load(plugin);
        assertEquals("offline", bench.state("chat"));
        assertTrue(bench.row("chat").detail().contains("no route"));
        bench.pass(Duration.ofMinutes(5));
        int early = bench.far.adapters.size();
        assertTrue(early >= 4 && early <= 12, "tried " + early + " times");
        bench.pass(Duration.ofHours(2));
        int late = bench.far.adapters.size() - early;
        assertTrue(late >= 15 && late <= 40, "tried " + late + " times");
        assertTrue(bench.far.adapters.stream().allMatch(adapter -> adapter.closed));
        bench.far.whenStarted = context -> context.report(PlatformState.ONLINE, "");
        bench.pass(Duration.ofMinutes(7));
        assertEquals("online", bench.state("chat"));
    }

    @Test
    void offlineForLongMeansAFreshAdapterAgainAndAgain() {
        PlatformBench bench = bench(ONE);
        bench.far.whenStarted = context -> context.report(PlatformState.OFFLINE, "no network");
        bench.load(plugin);
        bench.pass(Duration.ofMinutes(3));
        assertEquals(1, bench.far.adapters.size());
        PlatformContext context = bench.far.adapter("chat").context;
        context.report(PlatformState.CONNECTING, "");
        context.report(PlatformState.OFFLINE, "no network");
        bench.pass(Duration.ofMinutes(4));
        assertEquals(2, bench.far.adapters.size(), "trying is not yet succeeding");
        bench.pass(Duration.ofHours(10));
        int tries = bench.far.adapters.size();
        assertTrue(tries >= 9 && tries <= 20, "tried " + tries + " times");
    }

    @Test
    void theSettingsOfAnAccountAreThereWhileItIsServed() {
        PlatformBench bench = loaded(ONE.replace("allowed_users: [ann]", "admins: [ann]"));
        assertEquals(
                List.of("ann"), bench.platforms.settings("chat").orElseThrow().get(PlatformSettings.ADMINS));
        assertTrue(bench.platforms.settings("nowhere").isEmpty());
        bench.unload(plugin);
        assertTrue(bench.platforms.settings("chat").isEmpty());
    }

    @Test
    void silenceOfUsersIsNoFault() {
        PlatformBench bench = loaded(ONE);
        bench.pass(Duration.ofDays(2));
        assertEquals(1, bench.far.adapters.size());
        assertEquals("online", bench.state("chat"));
    }

    @Test
    void refusedCredentialsAndAMissingLoginWaitForAPerson() {
        PlatformBench bench = bench(TWO);
        bench.far.whenStarted = context -> {
            if (context.platformId().equals("chat.work")) {
                throw new GatewayException(KernelError.CREDENTIALS_REFUSED, "the token is no token");
            }
            context.report(PlatformState.FAILED, "the token was refused");
        };
        bench.load(plugin);
        bench.pass(Duration.ofHours(12));
        assertEquals(2, bench.far.adapters.size());
        assertEquals("failed failed", bench.state("chat") + " " + bench.state("chat.work"));
        bench.far.adapter("chat").context.report(PlatformState.NEEDS_LOGIN, "scan the code");
        bench.pass(Duration.ofHours(12));
        assertEquals("needs_login", bench.state("chat"));
        bench.far.whenStarted = context -> context.report(PlatformState.ONLINE, "");
        bench.act("chat", "restart");
        assertEquals("online", bench.state("chat"));
    }

    @Test
    void deliveriesWaitWhileThePluginIsAwayAndGoWhenItIsBack() {
        PlatformBench bench = loaded(ONE);
        bench.unload(plugin);
        assertEquals("offline", bench.state("chat"));
        assertTrue(bench.row("chat").detail().contains("platform-chat is not running"));
        bench.deliver("c1", "hello");
        assertEquals(List.of(), bench.far.sent);
        assertEquals(1, bench.row("chat").pendingDeliveries());
        var proof = bench.replacedBy(new Plug("platform-chat"));
        assertTrue(proof.isDone() && !proof.isCompletedExceptionally());
        assertEquals(List.of("hello"), bench.far.textsTo("c1"));
        assertEquals(0, bench.row("chat").pendingDeliveries());
    }

    @Test
    void nothingIsHandedToAnAdapterThatIsNotConnected() {
        PlatformBench bench = loaded(ONE);
        PlatformContext context = bench.far.adapter("chat").context;
        context.report(PlatformState.OFFLINE, "cable");
        bench.deliver("c1", "hello");
        assertEquals(List.of(), bench.far.sent);
        context.report(PlatformState.DEGRADED, "somebody else polls too");
        bench.tasks.runPending();
        assertEquals(List.of("hello"), bench.far.textsTo("c1"));
    }

    @Test
    void whoeverOnlyNeedsALoginToHearMayStillSpeak() {
        PlatformBench bench = loaded(ONE);
        PlatformContext context = bench.far.adapter("chat").context;
        context.report(PlatformState.OFFLINE, "cable");
        bench.deliver("c1", "hello");
        context.report(PlatformState.NEEDS_LOGIN, "scan the code");
        bench.tasks.runPending();
        assertEquals(List.of("hello"), bench.far.textsTo("c1"));
    }

    @Test
    void whoThrowsWhileSendingMayHaveSent() {
        PlatformBench bench = loaded(ONE);
        bench.far.farSide = delivery -> {
            throw new IllegalStateException("broken pipe");
        };
        bench.deliver("c1", "hello");
        assertEquals(
                List.of("uncertain"),
                bench.outbox().rows(null).stream().map(Rows.DeliveryRow::state).toList());
    }

    @Test
    void lateEvidenceReachesTheOutbox() {
        PlatformBench bench = loaded(ONE);
        bench.far.farSide = delivery -> new SendResult.InAudit("a1");
        bench.deliver("c1", "hello");
        assertEquals(1, bench.outbox().rows("in_audit").size());
        String id = bench.far.sent.get(0).id();
        bench.far.adapter("chat").context.settled(id, new SendResult.Sent("far"));
        bench.tasks.runPending();
        assertEquals(List.of(), bench.outbox().rows(null));
    }

    @Test
    void aReplacementIsProvenWhenWhatWorkedWorksAgain() {
        PlatformBench bench = loaded(TWO);
        bench.unload(plugin);
        bench.far.whenStarted = context -> context.report(PlatformState.CONNECTING, "");
        var proof = bench.replacedBy(new Plug("platform-chat"));
        bench.far.adapter("chat").context.report(PlatformState.ONLINE, "");
        assertFalse(proof.isDone());
        bench.far.adapter("chat.work").context.report(PlatformState.ONLINE, "");
        assertTrue(proof.isDone() && !proof.isCompletedExceptionally());
    }

    @Test
    void aReplacementThatCannotWorkIsToldSo() {
        PlatformBench bench = loaded(ONE);
        bench.unload(plugin);
        bench.far.whenStarted = context -> {
            throw new IllegalStateException("fresh and broken");
        };
        Plug worse = new Plug("platform-chat");
        assertTrue(bench.replacedBy(worse).isCompletedExceptionally());
        bench.unload(worse);
        var proof = bench.replacedBy(new Plug("platform-chat"));
        assertFalse(proof.isCompletedExceptionally(), "what did not work before need not work after it");
    }

    @Test
    void onePlatformIsServedByOnePlugin() {
        PlatformBench bench = loaded(ONE);
        assertEquals(KernelError.DUPLICATE, refusal(() -> bench.load(new Plug("another"))));
        assertEquals("online", bench.state("chat"));
    }

    @Test
    void anAccountIsServedByOneNodeOfACluster() {
        PlatformBench bench = bench(ONE);
        bench.journal.leases().seize("platform/chat", "node b");
        bench.load(plugin);
        assertEquals("offline", bench.state("chat"));
        assertTrue(bench.row("chat").detail().contains("node b"));
        assertEquals(0, bench.far.adapters.size());
        bench.journal.leases().free("platform/chat");
        bench.pass(Duration.ofSeconds(6));
        assertEquals("online", bench.state("chat"));
        bench.journal.leases().seize("platform/chat", "node c");
        bench.pass(Duration.ofSeconds(6));
        assertEquals("offline", bench.state("chat"));
        assertTrue(bench.far.adapter("chat").closed);
    }

    @Test
    void aBotIsServedByOneGatewayOfTheMachineAndTakenOverWhenItIsGone(@TempDir Path other) {
        PlatformBench first = loaded(ONE);
        PlatformBench second = new PlatformBench(other, locks, ONE);
        second.load(new Plug("platform-chat"));
        assertEquals("offline", second.state("chat"));
        String detail = second.row("chat").detail();
        assertTrue(detail.contains(home.toString()) && !detail.contains("tok-one"), detail);
        first.unload(plugin);
        second.pass(Duration.ofSeconds(6));
        assertEquals("online", second.state("chat"));
    }

    @Test
    void twoAccountsWithOneTokenAreOneBot() {
        PlatformBench bench = loaded(TWO.replace("tok-two", "tok-one"));
        assertEquals("online offline", bench.state("chat") + " " + bench.state("chat.work"));
        assertTrue(bench.row("chat.work").detail().contains("as chat"));
    }

    @Test
    void anAccountHasAFolderOfItsOwn() throws IOException {
        PlatformContext context = loaded(TWO).far.adapter("chat.work").context;
        Path folder = context.folder();
        assertEquals(home.resolve("platforms/chat.work"), folder);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
        assertEquals(folder, context.folder());
    }
}

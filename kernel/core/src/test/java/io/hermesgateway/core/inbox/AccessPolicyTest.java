package io.hermesgateway.core.inbox;

import static io.hermesgateway.core.inbox.InboxBench.ANN;
import static io.hermesgateway.core.inbox.InboxBench.BOB;
import static io.hermesgateway.core.inbox.InboxBench.DM;
import static io.hermesgateway.core.inbox.InboxBench.EVE;
import static io.hermesgateway.core.inbox.InboxBench.GROUP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.core.inbox.AccessPolicy.Verdict;
import io.hermesgateway.core.inbox.Account.Access;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.Sender;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessPolicyTest {
    private static final Access NOBODY = new Access(Set.of(), false, Set.of(), Set.of(), true, true, true);

    @TempDir
    Path home;

    private InboxBench bench;
    private AccessPolicy policy;

    @BeforeEach
    void open() {
        bench = new InboxBench(home);
        policy = new AccessPolicy(bench.rules, bench.pairing);
        bench.access = NOBODY;
    }

    private Verdict judge(Conversation place, Sender sender) {
        return policy.judge(bench, bench.message(place, sender, "hi"));
    }

    @Test
    void nobodyMayByDefault() {
        assertEquals(Verdict.PAIRS, judge(DM, ANN));
        assertEquals(Verdict.IGNORED, judge(GROUP, ANN));
    }

    @Test
    void strangersAreIgnoredWherePairingIsOff() {
        bench.access = new Access(Set.of(), false, Set.of(), Set.of(), false, true, true);
        assertEquals(Verdict.IGNORED, judge(DM, ANN));
    }

    @Test
    void aListNamesPeopleByEitherOfTheirIds() {
        bench.access = InboxBench.users("ann", "union-bob");
        assertEquals(Verdict.ADMITTED, judge(DM, ANN));
        assertEquals(Verdict.ADMITTED, judge(GROUP, ANN));
        assertEquals(Verdict.ADMITTED, judge(DM, new Sender("test", "bob", "union-bob", null, false)));
        assertEquals(Verdict.PAIRS, judge(DM, EVE));
    }

    @Test
    void aStarAndAllowAllMeanEverybodyInEveryChat() {
        bench.access = InboxBench.users("*");
        assertEquals(Verdict.ADMITTED, judge(GROUP, EVE));
        bench.access = new Access(Set.of(), true, Set.of(), Set.of(), true, true, true);
        assertEquals(Verdict.ADMITTED, judge(GROUP, EVE));
        assertEquals(Verdict.ADMITTED, judge(DM, EVE));
    }

    @Test
    void aGroupListHoldsGroupsOrPeopleAndCountsInGroupsOnly() {
        bench.access = new Access(Set.of(), false, Set.of("g1", "bob"), Set.of(), true, true, true);
        Conversation other = new Conversation("test", Conversation.Kind.GROUP, "g2", null, null);
        assertEquals(Verdict.ADMITTED, judge(GROUP, EVE));
        assertEquals(Verdict.IGNORED, judge(other, EVE));
        assertEquals(Verdict.ADMITTED, judge(other, BOB));
        assertEquals(Verdict.PAIRS, judge(DM, BOB));
    }

    @Test
    void adminsMayTalk() {
        bench.access = new Access(Set.of("ann"), false, Set.of(), Set.of("bob"), true, true, true);
        assertEquals(Verdict.ADMITTED, judge(DM, BOB));
        assertTrue(policy.admin(bench, BOB));
        assertFalse(policy.admin(bench, ANN));
    }

    @Test
    void theGatewaysOwnListCountsEverywhere() {
        bench.rules.allowed = Set.of("ann");
        assertEquals(Verdict.ADMITTED, judge(DM, ANN));
        assertEquals(Verdict.PAIRS, judge(DM, BOB));
    }

    @Test
    void theGatewaysAllowAllCountsOnlyWhereNoListIsSet() {
        bench.rules.everybody = true;
        assertEquals(Verdict.ADMITTED, judge(DM, EVE));
        bench.access = InboxBench.users("ann");
        assertEquals(Verdict.PAIRS, judge(DM, EVE));
        bench.access = NOBODY;
        bench.rules.allowed = Set.of("bob");
        assertEquals(Verdict.PAIRS, judge(DM, EVE));
    }

    @Test
    void whoIsPairedMayAlsoBesideAList() {
        bench.access = InboxBench.users("ann");
        String code = bench.pairing.request("test", EVE).orElseThrow();
        bench.pairing.approve("test", code);
        assertEquals(Verdict.ADMITTED, judge(DM, EVE));
        bench.pairing.revoke("test", "eve");
        assertEquals(Verdict.PAIRS, judge(DM, EVE));
    }

    @Test
    void withoutAnIdNobodyIsAnybody() {
        bench.access = InboxBench.users("*");
        assertEquals(Verdict.IGNORED, judge(DM, Sender.of("test", " ", "Ghost")));
    }

    @Test
    void whatIsNotServedIsIgnoredWhoeverWrites() {
        bench.access = new Access(Set.of("*"), true, Set.of("g1"), Set.of(), true, true, false);
        assertEquals(Verdict.IGNORED, judge(GROUP, ANN));
        assertEquals(Verdict.ADMITTED, judge(DM, ANN));
        bench.access = new Access(Set.of("*"), true, Set.of("g1"), Set.of(), true, false, true);
        assertEquals(Verdict.IGNORED, judge(DM, ANN));
    }
}

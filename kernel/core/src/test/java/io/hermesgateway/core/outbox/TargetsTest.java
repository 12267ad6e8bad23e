package io.hermesgateway.core.outbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.Conversation.Kind;
import org.junit.jupiter.api.Test;

class TargetsTest {
    private final Mailroom room = new Mailroom().started();

    @Test
    void aPlainChatIsPrivate() {
        assertEquals(Conversation.dm("chat", "u1@host"), room.outbox.target("chat:u1@host"));
    }

    @Test
    void theKindCanBeSaid() {
        assertEquals(new Conversation("chat", Kind.GROUP, "g1", null, null), room.outbox.target("chat:group:g1"));
    }

    @Test
    void aThreadFollowsTheChat() {
        assertEquals(new Conversation("chat", Kind.DM, "-100", "7", null), room.outbox.target("chat:-100:7"));
    }

    @Test
    void aKnownChatKeepsItsKind() {
        Conversation group = new Conversation("chat", Kind.GROUP, "g1", null, null);
        room.inbound(group, "r");
        assertEquals(group, room.outbox.target("chat:g1"));
    }

    @Test
    void aPlatformAloneIsItsHomeChannel() {
        GatewayException none = assertThrows(GatewayException.class, () -> room.outbox.target("chat"));
        assertEquals(KernelError.NOT_FOUND, none.code());
        room.home = Mailroom.HOME;
        assertEquals(Mailroom.HOME, room.outbox.target("chat"));
    }

    @Test
    void anUnknownPlatformIsRefused() {
        assertThrows(GatewayException.class, () -> room.outbox.target("pigeon:x"));
    }
}

package io.hermesgateway.weixin.outbound;

import io.hermesgateway.spi.agent.TurnEvent;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.platform.PlatformContext;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The turns that work, by person. While one does, the last messages of the window are its own; what others wanted to say
 * meanwhile is tried again when it has ended.
 */
public final class AtWork {
    private final PlatformContext context;
    private final Typing typing;
    private final Map<String, String> turns = new ConcurrentHashMap<>();
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final Set<Conversation> waiting = ConcurrentHashMap.newKeySet();

    public AtWork(PlatformContext context, Typing typing) {
        this.context = context;
        this.typing = typing;
    }

    /** An event of a turn; returns at once. */
    public void watch(Conversation conversation, TurnEvent event) {
        String user = conversation.chatId();
        if (event instanceof TurnEvent.Started) {
            turns.put(user, event.turnId());
            busy.add(user);
            context.tasks().run("weixin-typing", () -> show(user));
        } else if (event instanceof TurnEvent.Suspended || event instanceof TurnEvent.Ended) {
            busy.remove(user);
            boolean ended = event instanceof TurnEvent.Ended && turns.remove(user, event.turnId());
            context.tasks().run("weixin-typing", () -> {
                typing.hide(user);
                if (ended && waiting.remove(conversation)) {
                    context.opened(conversation);
                }
            });
        }
    }

    /** The two may overtake each other, so the end is looked for again afterwards. */
    private void show(String user) {
        if (busy.contains(user)) {
            typing.show(user);
        }
        if (!busy.contains(user)) {
            typing.hide(user);
        }
    }

    /** Messages of the window that this delivery must leave to a turn. */
    public int keptBack(Delivery delivery) {
        String turn = turns.get(delivery.to().chatId());
        boolean others = turn != null && !turn.equals(delivery.turnId());
        if (others) {
            waiting.add(delivery.to());
        }
        return others ? Window.RESERVED : 0;
    }
}

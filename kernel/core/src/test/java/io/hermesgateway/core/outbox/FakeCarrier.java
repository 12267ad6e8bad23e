package io.hermesgateway.core.outbox;

import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.platform.Capabilities;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A far side that answers as told, and otherwise accepts everything. */
final class FakeCarrier implements Carriers.Carrier {
    final List<Delivery> offered = new ArrayList<>();
    final Deque<SendResult> answers = new ArrayDeque<>();
    Capabilities capabilities = new Capabilities(100, Capabilities.TextUnit.UTF16, 4, true, false);
    boolean ready = true;
    int parallel = 4;
    private int ids;

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public boolean ready() {
        return ready;
    }

    @Override
    public int parallelSends() {
        return parallel;
    }

    @Override
    public synchronized SendResult send(Delivery delivery) {
        offered.add(delivery);
        SendResult told = answers.poll();
        return told != null ? told : new SendResult.Sent("far-" + ++ids);
    }

    /** What was offered, as texts. */
    List<String> texts() {
        return offered.stream().map(delivery -> text(delivery.body())).toList();
    }

    static String text(Body body) {
        return body.fold(
                Body.Text::text,
                media -> media.attachment().name(),
                prompt -> "prompt " + prompt.text(),
                edit -> "edit of " + edit.messageId() + ": " + text(edit.replacement()));
    }
}

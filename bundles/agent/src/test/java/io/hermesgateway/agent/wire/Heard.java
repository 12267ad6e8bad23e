package io.hermesgateway.agent.wire;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** What was shown of an answer while it came. */
final class Heard implements Deltas {
    final List<String> pieces = new CopyOnWriteArrayList<>();
    final List<String> thoughts = new CopyOnWriteArrayList<>();
    final CountDownLatch first = new CountDownLatch(1);

    @Override
    public void text(String more) {
        pieces.add(more);
        first.countDown();
    }

    @Override
    public void reasoning(String more) {
        thoughts.add(more);
    }

    String text() {
        return String.join("", pieces);
    }
}

package io.hermesgateway.qqbot.link;

import io.hermesgateway.spi.plugin.Registration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Lets a few of many bots connect at once, so that all of them coming back together neither floods QQ nor this process. */
public final class Gate {
    private final int most;
    private final Deque<Pass> waiting = new ArrayDeque<>();
    private int inside;

    public Gate(int most) {
        this.most = most;
    }

    private static final class Pass implements Registration {
        private final Gate gate;
        private final Runnable begin;
        private boolean inside;
        private boolean over;

        Pass(Gate gate, Runnable begin) {
            this.gate = gate;
            this.begin = begin;
        }

        @Override
        public void close() {
            gate.leave(this);
        }
    }

    /** Begins as soon as there is room; whoever closes the pass makes room. */
    public Registration enter(Runnable begin) {
        Pass pass = new Pass(this, begin);
        synchronized (this) {
            waiting.add(pass);
        }
        admit();
        return pass;
    }

    private void leave(Pass pass) {
        synchronized (this) {
            if (pass.over) {
                return;
            }
            pass.over = true;
            waiting.remove(pass);
            inside -= pass.inside ? 1 : 0;
        }
        admit();
    }

    private void admit() {
        for (Pass next = take(); next != null; next = take()) {
            next.begin.run();
        }
    }

    private synchronized @org.jspecify.annotations.Nullable Pass take() {
        Pass next = inside < most ? waiting.poll() : null;
        if (next != null) {
            next.inside = true;
            inside++;
        }
        return next;
    }
}

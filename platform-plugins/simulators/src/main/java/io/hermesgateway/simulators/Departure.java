package io.hermesgateway.simulators;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that a client goes away while its call is held. Between a request and its answer an HTTP/1.1 server does not read,
 * so nobody would notice; here somebody does. Clients of far sides send nothing ahead of an answer: one that does loses
 * its connection.
 */
final class Departure implements Callback {
    private static final Logger LOG = LoggerFactory.getLogger(Departure.class);

    private final EndPoint end;
    private final Runnable gone;
    private boolean over;

    private Departure(EndPoint end, Runnable gone) {
        this.end = end;
        this.gone = gone;
    }

    /** Looks until {@link #cancel}. */
    static Departure watch(EndPoint end, Runnable gone) {
        Departure departure = new Departure(end, gone);
        end.tryFillInterested(departure);
        return departure;
    }

    synchronized void cancel() {
        over = true;
        if (end instanceof AbstractEndPoint open) {
            open.getFillInterest().onFail(new Over());
        }
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public void succeeded() {
        try {
            if (end.fill(ByteBuffer.allocate(1).flip()) == 0 && end.isOpen()) {
                lookAgain();
                return;
            }
        } catch (IOException broken) {
            LOG.debug("the client went away", broken);
        }
        gone.run();
    }

    private synchronized void lookAgain() {
        if (!over) {
            end.tryFillInterested(this);
        }
    }

    @Override
    public void failed(Throwable why) {
        if (!(why instanceof Over)) {
            gone.run();
        }
    }

    private static final class Over extends EOFException {
        private static final long serialVersionUID = 1L;

        private Over() {
            super("answered");
        }
    }
}

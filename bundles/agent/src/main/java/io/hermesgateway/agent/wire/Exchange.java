package io.hermesgateway.agent.wire;

import io.hermesgateway.agent.wire.Reply.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One answer on its way. It is read on the thread of the connection that brings it, so a piece costs no other thread;
 * whoever asked sleeps until the end, and closes it when it stands still or is not wanted any more.
 */
final class Exchange implements BodyHandler<Boolean>, BodySubscriber<Boolean> {
    private static final int REFUSAL_MOST = 64 << 10;
    private static final int WHOLE_MOST = 32 << 20;
    private static final int NOISE_MOST = 1 << 20;

    private final Wire wire;
    private final Draft draft;
    private final InstantSource clock;
    private final EventLines lines = new EventLines(this::event);
    private final ByteArrayOutputStream whole = new ByteArrayOutputStream(0);
    private final CompletableFuture<Boolean> body = new CompletableFuture<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch drained = new CountDownLatch(1);
    private volatile long heardAt = System.nanoTime();
    private volatile boolean unwanted;
    private volatile @Nullable Reply reply;
    private volatile Flow.@Nullable Subscription subscription;
    private int status;
    private @Nullable HttpHeaders headers;
    private boolean events;

    Exchange(Wire wire, Deltas deltas, InstantSource clock) {
        this.wire = wire;
        this.draft = new Draft(new Deltas() {
            @Override
            public void text(String more) {
                if (!unwanted) {
                    deltas.text(more);
                }
            }

            @Override
            public void reasoning(String more) {
                if (!unwanted) {
                    deltas.reasoning(more);
                }
            }
        });
        this.clock = clock;
    }

    @Override
    public BodySubscriber<Boolean> apply(ResponseInfo info) {
        heardAt = System.nanoTime();
        status = info.statusCode();
        headers = info.headers();
        events = status == 200
                && info.headers()
                        .firstValue("content-type")
                        .map(type -> type.startsWith("text/event-stream"))
                        .orElse(false);
        return this;
    }

    @Override
    public CompletionStage<Boolean> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription bytes) {
        subscription = bytes;
        bytes.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        heardAt = System.nanoTime();
        if (reply != null || unwanted) {
            return;
        }
        try {
            for (ByteBuffer buffer : buffers) {
                take(buffer);
            }
        } catch (IOException | RuntimeException unreadable) {
            settle(broken(unreadable));
            close();
        }
    }

    private void take(ByteBuffer buffer) throws IOException {
        if (events) {
            lines.feed(buffer);
            if (lines.noise() > NOISE_MOST && !draft.began()) {
                throw new IOException("no event of the API among a megabyte");
            }
            return;
        }
        int most = status == 200 ? WHOLE_MOST : REFUSAL_MOST;
        int size = Math.min(buffer.remaining(), most - whole.size());
        byte[] bytes = new byte[size];
        buffer.get(bytes);
        whole.write(bytes);
        if (whole.size() >= most) {
            if (status == 200) {
                throw new Draft.TooMuch("the answer is longer than anybody can use");
            }
            finish();
            close();
        }
    }

    private void event(byte[] buffer, int from, int length) throws IOException {
        if (length == 6 && buffer[from] == '[' && buffer[from + 1] == 'D' && buffer[from + 5] == ']') {
            draft.end();
        } else {
            wire.read(buffer, from, length, draft);
        }
        Draft.Refusal refusal = draft.refusal();
        if (refusal != null) {
            settle(Refusals.of(refusal, draft.shown()));
        } else if (draft.ended()) {
            settle(draft.answer());
        }
    }

    private Reply.Trouble broken(Exception why) {
        Kind kind = why instanceof Draft.TooMuch ? Kind.TOO_MUCH : Kind.GARBAGE;
        String said = why instanceof com.fasterxml.jackson.core.JacksonException
                ? "what came is not JSON"
                : String.valueOf(why.getMessage());
        return new Reply.Trouble(kind, said, null, draft.shown());
    }

    @Override
    public void onError(Throwable broken) {
        settle(new Reply.Trouble(Kind.AWAY, "the connection broke off", null, draft.shown()));
        drained.countDown();
        body.complete(false);
    }

    @Override
    public void onComplete() {
        finish();
        drained.countDown();
        body.complete(true);
    }

    private void finish() {
        if (reply != null) {
            return;
        }
        HttpHeaders got = headers;
        if (status != 200 && got != null) {
            settle(Refusals.of(status, got, whole.toByteArray(), clock.instant()));
            return;
        }
        try {
            if (events) {
                lines.end();
            } else {
                byte[] text = whole.toByteArray();
                wire.read(text, 0, text.length, draft);
                Draft.Refusal refusal = draft.refusal();
                if (refusal != null) {
                    settle(Refusals.of(refusal, ""));
                } else if (!draft.complete() && !draft.began()) {
                    throw new IOException("there is no answer in it");
                }
                settle(draft.answer());
            }
            settle(
                    draft.complete()
                            ? draft.answer()
                            : new Reply.Trouble(Kind.AWAY, "the answer broke off", null, draft.shown()));
        } catch (IOException | RuntimeException unreadable) {
            settle(broken(unreadable));
        }
    }

    /** The first word counts. */
    private synchronized void settle(Reply end) {
        if (reply == null) {
            reply = end;
            over.countDown();
        }
    }

    /** The call itself failed before there was an answer. */
    void failed(String why) {
        settle(new Reply.Trouble(Kind.AWAY, why, null, draft.shown()));
        drained.countDown();
    }

    /** Waits for the end within the endpoint's limits. */
    Reply await(Endpoint endpoint) throws InterruptedException {
        long limit = endpoint.limit().toNanos();
        long silence = endpoint.silence().toNanos();
        long began = System.nanoTime();
        for (; ; ) {
            long now = System.nanoTime();
            long left = Math.min(limit - (now - began), silence - (now - heardAt));
            if (left <= 0) {
                boolean silent = limit - (now - began) > 0;
                settle(new Reply.Trouble(
                        silent ? Kind.SILENT : Kind.OVERDUE,
                        silent
                                ? "nothing came for " + endpoint.silence().toSeconds() + " s"
                                : "the answer was not there after "
                                        + endpoint.limit().toSeconds() + " s",
                        null,
                        draft.shown()));
            }
            Reply end = reply;
            if (end != null || over.await(left, TimeUnit.NANOSECONDS)) {
                return end != null ? end : java.util.Objects.requireNonNull(reply);
            }
        }
    }

    /** Gives the far side a moment to end the answer properly, which leaves the connection for the next question. */
    boolean drained(long millis) throws InterruptedException {
        return drained.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Closes the connection; nobody hears any more of it. */
    void close() {
        unwanted = true;
        Flow.Subscription bytes = subscription;
        if (bytes != null) {
            bytes.cancel();
        }
        body.complete(false);
        drained.countDown();
    }
}

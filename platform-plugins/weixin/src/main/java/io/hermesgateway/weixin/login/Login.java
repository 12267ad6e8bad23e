package io.hermesgateway.weixin.login;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.weixin.Words;
import io.hermesgateway.weixin.wire.LoginApi;
import io.hermesgateway.weixin.wire.Outcome;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One login by QR code, from the first code to the credentials or to the end of patience. Several may look on: the
 * terminal, the console, the doctor.
 */
public final class Login {
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final Duration BREATH = Duration.ofSeconds(1);

    private final LoginApi api;
    private final QrSteps steps;
    private final URI base;
    private final List<String> known;
    private final InstantSource clock;
    private final Done done;
    private final Words words;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private View view = new View(0, "connecting", "", "", false, false);
    private String typed = "";
    private boolean over;

    public Login(LoginApi api, URI base, List<String> known, InstantSource clock, Words words, Done done) {
        this.api = api;
        this.base = base;
        this.known = known;
        this.clock = clock;
        this.words = words;
        this.done = done;
        this.steps = new QrSteps(base);
    }

    /** Takes the credentials before anybody is told that it worked. */
    public interface Done {
        void loggedIn(Credentials credentials);

        /** What was there is good. */
        void kept();
    }

    /**
     * How it stands.
     *
     * @param number grows with each change
     * @param status {@code connecting scan scanned verify done kept failed}
     * @param url what the phone must see, as a QR code
     * @param message for the person
     */
    public record View(int number, String status, String url, String message, boolean ended, boolean worked) {}

    /** Does it; returns at the end. */
    public void run() {
        Instant until = clock.instant().plus(PATIENCE);
        try {
            String code = fetch();
            String verification = "";
            while (!code.isEmpty() && !isOver()) {
                if (clock.instant().isAfter(until)) {
                    end("failed", words.say("login.late"), false);
                    return;
                }
                QrSteps.Next next =
                        steps.after(api.status(steps.base(), code, verification).join());
                verification = "";
                if (next instanceof QrSteps.Next.Wait wait) {
                    waiting(wait);
                } else if (next instanceof QrSteps.Next.Verify verify) {
                    verification = ask(verify, until);
                } else if (next instanceof QrSteps.Next.Renew renew) {
                    show("connecting", "", words.say(renew.why()));
                    code = fetch();
                } else {
                    finish(next);
                    return;
                }
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            end("failed", words.say("login.stopped"), false);
        }
    }

    /** A new code, or empty when there will be none. */
    private String fetch() throws InterruptedException {
        if (!steps.anotherCode()) {
            end("failed", words.say("login.enough"), false);
            return "";
        }
        for (int attempt = 0; attempt < 3; attempt++) {
            Outcome outcome = api.code(base, known).join();
            if (outcome instanceof Outcome.Answered answered && answered.code() == 0) {
                JsonNode json = answered.json();
                String code = json.path("qrcode").asText("");
                if (!code.isEmpty()) {
                    String url = json.path("qrcode_img_content").asText("");
                    show("scan", url.isEmpty() ? code : url, words.say("login.scan"));
                    return code;
                }
            }
            pause(BREATH);
        }
        end("failed", words.say("login.nocode"), false);
        return "";
    }

    private void waiting(QrSteps.Next.Wait wait) throws InterruptedException {
        View now = view();
        if (wait.scanned() && !now.status().equals("scanned")) {
            show("scanned", now.url(), words.say("login.scanned"));
        }
        pause(BREATH);
    }

    private String ask(QrSteps.Next.Verify verify, Instant until) throws InterruptedException {
        show("verify", view().url(), words.say(verify.again() ? "login.wrong" : "login.verify"));
        lock.lock();
        try {
            while (typed.isEmpty() && !over && clock.instant().isBefore(until)) {
                var unused = changed.await(1, TimeUnit.SECONDS);
            }
            String code = typed;
            typed = "";
            return code;
        } finally {
            lock.unlock();
        }
    }

    private void finish(QrSteps.Next next) {
        if (next instanceof QrSteps.Next.Confirmed confirmed) {
            done.loggedIn(confirmed.credentials());
            end("done", words.say("login.done", confirmed.credentials().bot()), true);
        } else if (next instanceof QrSteps.Next.Kept) {
            done.kept();
            end("kept", words.say("login.kept"), true);
        } else if (next instanceof QrSteps.Next.Failed failed) {
            end("failed", words.say(failed.why()), false);
        }
    }

    /** The number that the phone shows. */
    public void verify(String number) {
        lock.lock();
        try {
            typed = number.strip();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody wants it any more. */
    public void stop() {
        end("failed", words.say("login.stopped"), false);
    }

    public View view() {
        lock.lock();
        try {
            return view;
        } finally {
            lock.unlock();
        }
    }

    /** The next view after the one with this number; the same one when nothing changes in time. */
    public View after(int number, Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (view.number() <= number && !view.ended() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return view;
        } finally {
            lock.unlock();
        }
    }

    private boolean isOver() {
        lock.lock();
        try {
            return over;
        } finally {
            lock.unlock();
        }
    }

    private void pause(Duration pause) throws InterruptedException {
        long left = pause.toNanos();
        lock.lock();
        try {
            while (!over && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void show(String status, String url, String message) {
        lock.lock();
        try {
            if (!over) {
                view = new View(view.number() + 1, status, url, message, false, false);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void end(String status, String message, boolean worked) {
        lock.lock();
        try {
            if (!over) {
                over = true;
                view = new View(view.number() + 1, status, "", message, true, worked);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}

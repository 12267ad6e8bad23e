package io.hermesgateway.simulators.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Json;
import io.hermesgateway.simulators.SimClock;
import io.hermesgateway.simulators.SimReply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Login by QR code: codes are given out, people scan and confirm them, the client asks how it stands. */
final class LoginDesk {
    private record Waiting(QrCode code, String baseUrl, CompletableFuture<SimReply> answer, SimClock.Timer end) {}

    private final Ground ground;
    private final Bots bots;
    private final Map<String, QrCode> codes = new Recent<>(1_000);
    private final List<Waiting> waiting = new ArrayList<>();

    LoginDesk(Ground ground, Bots bots) {
        this.ground = ground;
        this.bots = bots;
    }

    /** A new code. The link is what a real one shows to the phone; here it leads to the page that plays the phone. */
    SimReply code(JsonNode asked, String page) {
        synchronized (ground) {
            Set<String> tokens = new HashSet<>();
            asked.path("local_token_list").forEach(token -> tokens.add(token.asText()));
            if (tokens.size() > 10) {
                ground.violated("", "local_token_list", tokens.size() + " tokens");
            }
            Habits habits = ground.habits();
            QrCode code = new QrCode(
                    ground.random().hex(16),
                    ground.now().plus(habits.span("qr_ttl_ms")),
                    tokens,
                    habits.text("verify_code"),
                    habits.text("redirect_host"));
            codes.put(code.id(), code);
            ground.note("", "qr", Json.object().put("qrcode", code.id()));
            String person = habits.text("auto_login");
            if (!person.isEmpty()) {
                scan(code.id(), person);
                confirm(code.id());
            }
            return Answers.json(Json.object()
                    .put("ret", 0)
                    .put("qrcode", code.id())
                    .put("qrcode_img_content", page + "?qrcode=" + code.id()));
        }
    }

    CompletableFuture<SimReply> status(String id, String verifyCode, String host, String baseUrl) {
        synchronized (ground) {
            QrCode code = codes.get(id);
            if (code == null) {
                ground.violated("", "qrcode", "a code that was never given out");
                ObjectNode expired = Json.object().put("status", QrCode.Status.EXPIRED.wire());
                return CompletableFuture.completedFuture(Answers.json(expired));
            }
            code.expireAt(ground.now());
            code.askedAt(host);
            boolean tried = code.verify(verifyCode);
            if (tried) {
                note(code);
            }
            return tried || code.isNews()
                    ? CompletableFuture.completedFuture(Answers.json(code.tell(baseUrl)))
                    : hold(code, baseUrl);
        }
    }

    private CompletableFuture<SimReply> hold(QrCode code, String baseUrl) {
        CompletableFuture<SimReply> answer = new CompletableFuture<>();
        SimClock.Timer end = ground.after(ground.habits().span("qr_hold_ms"), () -> {
            code.expireAt(ground.now());
            answer.complete(Answers.json(code.tell(baseUrl)));
        });
        Waiting poll = new Waiting(code, baseUrl, answer, end);
        waiting.add(poll);
        var unused = answer.whenComplete((reply, aborted) -> release(poll));
        return answer;
    }

    private void release(Waiting poll) {
        synchronized (ground) {
            poll.end.cancel();
            waiting.remove(poll);
        }
    }

    /** The person holds the phone over the code. */
    Optional<QrCode> scan(String id, String person) {
        synchronized (ground) {
            return change(id, code -> {
                if (bots.of(person)
                        .filter(bot -> code.fromHolderOf(bot.token()))
                        .isPresent()) {
                    code.force(QrCode.Status.BINDED_REDIRECT);
                } else {
                    code.scan(person);
                }
            });
        }
    }

    /** The person presses the button on the phone; before the scan, or while something else is asked, there is none. */
    Optional<QrCode> confirm(String id) {
        synchronized (ground) {
            return change(id, code -> {
                if (code.status() == QrCode.Status.SCANED) {
                    code.confirm(bots.bind(code.user()));
                }
            });
        }
    }

    Optional<QrCode> force(String id, QrCode.Status status) {
        synchronized (ground) {
            return change(id, code -> code.force(status));
        }
    }

    private Optional<QrCode> change(String id, java.util.function.Consumer<QrCode> how) {
        QrCode code = codes.get(id);
        if (code == null) {
            return Optional.empty();
        }
        code.expireAt(ground.now());
        if (code.status().open()) {
            how.accept(code);
            note(code);
        }
        for (Waiting poll : List.copyOf(waiting)) {
            if (poll.code == code && code.isNews()) {
                poll.answer.complete(Answers.json(code.tell(poll.baseUrl)));
            }
        }
        return Optional.of(code);
    }

    private void note(QrCode code) {
        ground.note(
                code.user(),
                "login",
                Json.object()
                        .put("qrcode", code.id())
                        .put("status", code.status().wire()));
    }

    int waiting() {
        synchronized (ground) {
            return waiting.size();
        }
    }

    /** The codes that can still become something, the newest last. */
    List<QrCode> open() {
        synchronized (ground) {
            codes.values().forEach(code -> code.expireAt(ground.now()));
            return codes.values().stream().filter(code -> code.status().open()).toList();
        }
    }
}

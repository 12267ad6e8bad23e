package io.hermesgateway.simulators.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Json;
import io.hermesgateway.simulators.Simulation;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** {@code POST /_sim/weixin/…}: what the page and programs may ask for. */
final class Actions {
    private final WeixinSimulator simulator;
    private final Ground ground;
    private final Parts parts;
    private final Gate gate;

    Actions(WeixinSimulator simulator, Ground ground, Parts parts, Gate gate) {
        this.simulator = simulator;
        this.ground = ground;
        this.parts = parts;
        this.gate = gate;
    }

    void offer(Simulation simulation) {
        simulation.act(Ground.PLATFORM, "say", this::say);
        simulation.act(Ground.PLATFORM, "bots", request -> bots());
        simulation.act(Ground.PLATFORM, "bind", this::bind);
        simulation.act(Ground.PLATFORM, "revoke", this::revoke);
        simulation.act(Ground.PLATFORM, "expire", this::expire);
        simulation.act(Ground.PLATFORM, "codes", request -> codes());
        simulation.act(
                Ground.PLATFORM,
                "scan",
                request -> code(parts.logins().scan(text(request, "qrcode"), text(request, "user"))));
        simulation.act(
                Ground.PLATFORM, "confirm", request -> code(parts.logins().confirm(text(request, "qrcode"))));
        simulation.act(
                Ground.PLATFORM,
                "force",
                request -> code(parts.logins().force(text(request, "qrcode"), status(request))));
        simulation.act(Ground.PLATFORM, "fault", this::fault);
        simulation.act(Ground.PLATFORM, "media", this::media);
        simulation.act(Ground.PLATFORM, "report", request -> report());
    }

    private static String text(JsonNode request, String field) {
        String value = request.path(field).asText();
        if (value.isEmpty()) {
            throw new IllegalArgumentException("which " + field + "?");
        }
        return value;
    }

    private JsonNode say(JsonNode request) {
        Bot bot = simulator.bot(request.path("bot").asText());
        String asked = request.path("user").asText();
        String user = asked.isEmpty() ? bot.owner() : asked;
        ArrayNode ids = Json.array();
        parts.inbox().write(bot, user, request, parts.cdn()).forEach(ids::add);
        return Json.object().set("message_ids", ids);
    }

    private JsonNode bots() {
        synchronized (ground) {
            ArrayNode all = Json.array();
            parts.bots().all().forEach(bot -> all.addObject()
                    .put("bot", bot.id())
                    .put("user", bot.owner())
                    .put("held", parts.polls().isHeld(bot)));
            return Json.object().set("bots", all);
        }
    }

    private JsonNode bind(JsonNode request) {
        WeixinSimulator.Account account = request.has("token")
                ? simulator.add(text(request, "bot"), text(request, "token"), text(request, "user"))
                : simulator.bind(text(request, "user"));
        return Json.object()
                .put("bot", account.bot())
                .put("token", account.token())
                .put("user", account.user());
    }

    private JsonNode revoke(JsonNode request) {
        Bot bot = simulator.bot(request.path("bot").asText());
        simulator.revoke(bot.token());
        return Json.object();
    }

    private JsonNode expire(JsonNode request) {
        simulator.expire(request.path("bot").asText(), request.path("starts").asInt(1));
        return Json.object();
    }

    private JsonNode codes() {
        ArrayNode all = Json.array();
        parts.logins().open().forEach(code -> all.addObject()
                .put("qrcode", code.id())
                .put("status", code.status().wire())
                .put("user", code.user()));
        return Json.object().set("codes", all);
    }

    private static JsonNode code(Optional<QrCode> code) {
        QrCode found = code.orElseThrow(() -> new IllegalArgumentException("there is no such qrcode"));
        return Json.object()
                .put("qrcode", found.id())
                .put("status", found.status().wire());
    }

    private static QrCode.Status status(JsonNode request) {
        String name = text(request, "status");
        return Arrays.stream(QrCode.Status.values())
                .filter(status -> status.wire().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no status " + name));
    }

    private JsonNode fault(JsonNode request) {
        if (request.path("clear").asBoolean()) {
            parts.faults().clear();
        }
        if (request.has("call")) {
            parts.faults()
                    .add(new Faults.Fault(
                            text(request, "call"),
                            Faults.Kind.of(text(request, "kind")),
                            request.path("status").asInt(500),
                            request.path("body"),
                            Duration.ofMillis(request.path("delay_ms").asLong()),
                            request.path("times").asInt(1)));
        }
        ArrayNode all = Json.array();
        parts.faults().waiting().forEach(fault -> all.add(fault.json()));
        return Json.object().set("faults", all);
    }

    /** The bytes that a bot sent, decrypted. */
    private JsonNode media(JsonNode request) {
        synchronized (ground) {
            return parts.media()
                    .find(text(request, "media"))
                    .flatMap(blob -> blob.upload()
                            .flatMap(upload -> Aes.decrypt(HexFormat.of().parseHex(upload.key()), blob.data())))
                    .map(plain -> Json.object().put("base64", Aes.base64(plain)))
                    .orElseThrow(() -> new IllegalArgumentException("there are no such media"));
        }
    }

    private JsonNode report() {
        synchronized (ground) {
            ObjectNode report = Json.object();
            ground.violations().forEach(violation -> report.withArray("violations")
                    .addObject()
                    .put("at", violation.at().toString())
                    .put("bot", violation.bot())
                    .put("rule", violation.rule())
                    .put("detail", violation.detail()));
            parts.polls().overlaps().forEach(report.putObject("overlaps")::put);
            report.put("held", parts.polls().held()).put("repeated_numbers", gate.repeats());
            intervals(report, "typing", parts.typing().intervals());
            intervals(
                    report,
                    "stuck_typing",
                    parts.typing().stuck(ground.habits().span("typing_stuck_ms"), ground.now()));
            ArrayNode calls = report.putArray("calls");
            ground.calls().forEach(call -> calls.addObject()
                    .put("at", call.at().toString())
                    .put("bot", call.bot())
                    .put("call", call.name()));
            return report;
        }
    }

    private static void intervals(ObjectNode report, String name, List<Typing.Interval> intervals) {
        ArrayNode all = report.putArray(name);
        for (Typing.Interval interval : intervals) {
            ObjectNode one = all.addObject()
                    .put("bot", interval.pair().bot())
                    .put("user", interval.pair().user())
                    .put("from", interval.from().toString())
                    .put("last", interval.last().toString());
            if (interval.until() != null) {
                one.put("until", interval.until().toString());
            }
        }
    }
}

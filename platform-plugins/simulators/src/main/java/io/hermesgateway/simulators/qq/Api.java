package io.hermesgateway.simulators.qq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Json;
import io.hermesgateway.simulators.SimCall;
import io.hermesgateway.simulators.SimReply;
import io.hermesgateway.simulators.qq.Room.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The OpenAPI: who calls, what they call, and the faults that come in between. */
final class Api {
    private final World world;
    private final People people;
    private final List<Route> routes = new ArrayList<>();

    Api(World world, People people) {
        this.world = world;
        this.people = people;
    }

    /** One call of a bot. */
    interface Work {
        /** The answer's body; null for none. */
        @Nullable
        ObjectNode run(Bot bot, Matcher path, JsonNode body);
    }

    /** Something that concerns one room. */
    interface RoomWork {
        ObjectNode run(Room room, JsonNode body);
    }

    private record Route(String method, Pattern path, boolean sends, Work work) {}

    Api add(String method, String path, Work work) {
        routes.add(new Route(method, Pattern.compile(path), false, work));
        return this;
    }

    /** A call whose path names a room. */
    Api room(String method, String path, Scope scope, boolean sends, RoomWork work) {
        routes.add(new Route(
                method,
                Pattern.compile(path),
                sends,
                (bot, match, body) -> work.run(
                        people.find(bot, scope, match.group(1))
                                .orElseThrow(() -> new Refusal(400, 40034001, "请求参数openid无效")),
                        body)));
        return this;
    }

    void handle(SimCall call) {
        synchronized (world) {
            String trace = world.hex(16);
            SimReply reply = fault(call);
            if (reply == null) {
                reply = answer(call, trace);
            }
            SimReply traced = reply.with("X-Tps-trace-Id", trace);
            long delay = call.path().endsWith("messages") ? world.knobs.number("send_delay_ms") : 0;
            if (delay > 0) {
                world.clock.after(Duration.ofMillis(delay), () -> call.reply(traced));
            } else {
                call.reply(traced);
            }
        }
    }

    /** What befalls a call before anything is done. */
    private @Nullable SimReply fault(SimCall call) {
        if (world.knobs.take("api_500")) {
            return failed(call, SimReply.html(500, "<html><h1>500 Internal Server Error</h1></html>"));
        }
        if (world.knobs.take("api_429")) {
            return failed(
                    call,
                    new Refusal(429, 22009, "msg limit exceed")
                            .reply("")
                            .with("Retry-After", world.knobs.text("retry_after")));
        }
        if (world.knobs.take("api_401")) {
            return failed(call, new Refusal(401, 11244, "token not exist or expire").reply(""));
        }
        if (world.knobs.take("api_reset")) {
            return failed(call, SimReply.empty(500).resetAfter(0));
        }
        return world.knobs.take("api_hang") ? failed(call, SimReply.empty(500).hanging()) : null;
    }

    private SimReply failed(SimCall call, SimReply reply) {
        world.note(
                "",
                "fault",
                Json.object()
                        .put("call", call.toString())
                        .put("status", reply.status())
                        .put("course", reply.fate().course().name()));
        return reply;
    }

    private SimReply answer(SimCall call, String trace) {
        try {
            Bot bot = bot(call.header("Authorization"));
            Route route = route(call);
            JsonNode body = call.body().length == 0 ? Json.object() : call.json();
            if (!body.isObject()) {
                throw new Refusal(400, 40034000, "请求体不是合法的JSON");
            }
            Matcher match = route.path.matcher(call.path());
            if (!match.matches()) {
                throw new IllegalStateException("the route was chosen by its path");
            }
            ObjectNode done = route.work.run(bot, match, body);
            SimReply reply = done == null ? SimReply.empty(204) : SimReply.json(200, done);
            return route.sends ? lost(reply) : reply;
        } catch (Refusal refusal) {
            note(call, refusal);
            return refusal.reply(trace);
        } catch (Audits.Waiting waiting) {
            return waiting.reply(trace);
        }
    }

    private void note(SimCall call, Refusal refusal) {
        JsonNode body = call.json();
        world.note(
                "",
                "refused",
                Json.object()
                        .put("call", call.toString())
                        .put("status", refusal.status())
                        .put("code", refusal.code())
                        .put("message", refusal.getMessage())
                        .set("body", body.isMissingNode() ? Json.object() : body));
    }

    /** The message is out, but the bot does not learn it. */
    private SimReply lost(SimReply reply) {
        if (world.knobs.take("send_commit_reset")) {
            return reply.resetAfter(0);
        }
        if (world.knobs.take("send_commit_hang")) {
            return reply.hanging();
        }
        return world.knobs.take("send_commit_500")
                ? SimReply.html(500, "<html><h1>500 Internal Server Error</h1></html>")
                : reply;
    }

    private Bot bot(String authorization) {
        if (!world.knobs.flag("ip_allowed")) {
            throw new Refusal(401, 11298, 40023002, "接口访问源IP不在白名单");
        }
        if (!authorization.startsWith("QQBot ")) {
            throw new Refusal(401, 11241, "missing authorization");
        }
        Bot bot = world.botOf(authorization.substring("QQBot ".length()));
        if (bot == null) {
            throw new Refusal(401, 11244, "token not exist or expire");
        }
        if (world.knobs.is("bot_state", "banned")) {
            throw new Refusal(403, 11265, "bot is banned");
        }
        return bot;
    }

    private Route route(SimCall call) {
        boolean known = false;
        for (Route route : routes) {
            if (route.path.matcher(call.path()).matches()) {
                known = true;
                if (route.method.equals(call.method())) {
                    return route;
                }
            }
        }
        throw known ? new Refusal(405, 11300, "method not allowed") : new Refusal(404, 11301, "no such api");
    }
}

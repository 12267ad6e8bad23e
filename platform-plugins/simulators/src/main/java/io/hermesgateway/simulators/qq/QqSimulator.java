package io.hermesgateway.simulators.qq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Json;
import io.hermesgateway.simulators.SimCall;
import io.hermesgateway.simulators.SimReply;
import io.hermesgateway.simulators.SimServer;
import io.hermesgateway.simulators.Simulation;
import io.hermesgateway.simulators.Simulator;
import io.hermesgateway.simulators.Transcript;
import io.hermesgateway.simulators.qq.Room.Scope;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The servers of QQ. One bot is there from the beginning; more can be added. */
public final class QqSimulator implements Simulator {
    private static final String APP_ID = "102000001";
    private static final String SECRET = "simulated-secret";

    private final World world;
    private final Gateway gateway;
    private final Files files;
    private final Hands hands;
    private final Faults faults;

    /** Offers its paths on the simulation's server. */
    public QqSimulator(Simulation simulation) {
        world = new World(simulation);
        gateway = new Gateway(world);
        files = new Files(world);
        faults = new Faults(world, gateway);
        People people = new People();
        Handles handles = new Handles(world);
        Cards cards = new Cards(world);
        Audits audits = new Audits(world);
        Sending sending = new Sending(world, handles, cards, files, audits);
        Interactions interactions = new Interactions(world, gateway, handles);
        hands = new Hands(world, people, gateway, handles, cards, interactions, audits, sending);
        addBot(APP_ID, SECRET);
        Api api = new Api(world, people);
        about(api);
        chats(api, sending, cards, new Streams(world, sending));
        guilds(api, people, new Guilds(world, gateway, handles, cards));
        api.add("PUT", "/interactions/([^/]+)", (bot, path, body) -> {
            interactions.answer(bot, path.group(1), body);
            return null;
        });
        mount(simulation.server(), api);
        actions(simulation);
        simulation.add(this);
    }

    private void about(Api api) {
        api.add("GET", "/gateway", (bot, path, body) -> gateway.discovery(bot, false));
        api.add("GET", "/gateway/bot", (bot, path, body) -> gateway.discovery(bot, true));
        api.add("GET", "/users/@me", (bot, path, body) -> bot.user().put("avatar", ""));
    }

    private void chats(Api api, Sending sending, Cards cards, Streams streams) {
        for (Scope scope : List.of(Scope.C2C, Scope.GROUP)) {
            String at = scope == Scope.C2C ? "/v2/users/([^/]+)" : "/v2/groups/([^/]+)";
            api.room("POST", at + "/messages", scope, true, sending::send);
            api.room("POST", at + "/files", scope, false, files::upload);
            api.room("POST", at + "/upload_prepare", scope, false, files::prepare);
            api.room("POST", at + "/upload_part_finish", scope, false, (room, body) -> files.finishPart(body));
            api.add("DELETE", at + "/messages/([^/]+)", (bot, path, body) -> {
                cards.recall(hands.find(bot, scope, path.group(1)), path.group(2));
                return Json.object();
            });
        }
        api.room("POST", "/v2/users/([^/]+)/stream_messages", Scope.C2C, true, streams::frame);
    }

    private void guilds(Api api, People people, Guilds guilds) {
        api.room("POST", "/channels/([^/]+)/messages", Scope.GUILD, true, guilds::send);
        api.room("POST", "/dms/([^/]+)/messages", Scope.DM, true, guilds::send);
        api.add(
                "POST",
                "/users/@me/dms",
                (bot, path, body) -> guilds.open(
                        people.room(bot, Scope.DM, body.path("recipient_id").asText(), "")));
    }

    private void mount(SimServer server, Api api) {
        server.handle("/app/getAppAccessToken", new Tokens(world)::handle);
        for (String path : List.of("/gateway", "/users", "/v2", "/channels", "/dms", "/interactions")) {
            server.handle(path, api::handle);
        }
        server.handle("/qq-upload", this::part);
        server.accept("/websocket", gateway::open);
    }

    private void part(SimCall call) {
        String[] path = call.path().split("/");
        synchronized (world) {
            boolean taken = call.method().equals("PUT")
                    && path.length == 4
                    && path[3].matches("\\d{1,6}")
                    && files.part(path[2], Integer.parseInt(path[3]), call.body());
            call.reply(SimReply.empty(taken ? 200 : 403));
        }
    }

    private void actions(Simulation simulation) {
        Map<String, Function<JsonNode, ObjectNode>> all = Map.ofEntries(
                Map.entry("say", hands::say),
                Map.entry("flood", hands::flood),
                Map.entry("event", hands::event),
                Map.entry("click", hands::click),
                Map.entry("raw_click", hands::rawClick),
                Map.entry("click_again", hands::clickAgain),
                Map.entry("keyboards", hands::keyboards),
                Map.entry("audit", hands::audit),
                Map.entry("rooms", request -> hands.rooms()),
                Map.entry("fault", faults::run),
                Map.entry("sessions", request -> faults.sessions()),
                Map.entry(
                        "bot",
                        request -> addBot(
                                request.path("app_id").asText(),
                                request.path("secret").asText())));
        all.forEach((name, action) -> simulation.act(World.ID, name, request -> act(action, request)));
    }

    private ObjectNode act(Function<JsonNode, ObjectNode> action, JsonNode request) {
        synchronized (world) {
            return action.apply(request);
        }
    }

    private ObjectNode addBot(String appId, String secret) {
        if (appId.isBlank() || secret.isBlank()) {
            throw new IllegalArgumentException("app_id and secret are needed");
        }
        Bot bot = new Bot(appId, secret, People.digits(appId, "bot"), "sim");
        world.bots.put(appId, bot);
        return Json.object().put("app_id", appId).put("id", bot.id);
    }

    /** The app id of the bot that is there from the beginning. */
    public String appId() {
        return APP_ID;
    }

    /** Its secret. */
    public String secret() {
        return SECRET;
    }

    /** Does what {@code POST /_sim/qqbot/NAME} does. */
    public ObjectNode act(String name, ObjectNode request) {
        return (ObjectNode) world.simulation.run(World.ID + "/" + name, request);
    }

    /** A person writes to the bot. */
    public ObjectNode say(String user, String text) {
        return act("say", Json.object().put("user", user).put("text", text));
    }

    /** A person writes to the bot in a group. */
    public ObjectNode sayInGroup(String group, String user, String text) {
        return act("say", Json.object().put("group", group).put("user", user).put("text", text));
    }

    /** A person presses a button of the newest keyboard that has it: by id, data or label. */
    public ObjectNode click(String user, String button) {
        return act("click", Json.object().put("user", user).put("button", button));
    }

    /** The same in a group. */
    public ObjectNode clickInGroup(String group, String user, String button) {
        return act("click", Json.object().put("group", group).put("user", user).put("button", button));
    }

    /** Does this to all open sockets: op7, op7_4009, op9, close, reset, freeze, … */
    public ObjectNode fault(String what) {
        return act("fault", Json.object().put("do", what));
    }

    /** Closes all open sockets with this code. */
    public ObjectNode close(int code, String reason) {
        return act("fault", Json.object().put("do", "close").put("code", code).put("reason", reason));
    }

    /** Turns a knob, named without its prefix. */
    public void knob(String name, Object value) {
        world.simulation.knobs().set(QqKnobs.PREFIX + name, value);
    }

    /** What happened. */
    public Transcript transcript() {
        return world.simulation.transcript();
    }

    @Override
    public String id() {
        return World.ID;
    }

    @Override
    public Map<String, String> title() {
        return Map.of("en", "QQ", "zh", "QQ");
    }

    @Override
    public List<String> config() {
        String url = world.simulation.server().url();
        return List.of(
                "platforms:",
                "  qqbot:",
                "    enabled: true",
                "    app_id: \"" + APP_ID + "\"",
                "    client_secret: " + SECRET,
                "    api_base_url: " + url,
                "    token_url: " + url + "/app/getAppAccessToken",
                "    allowed_users: [\"*\"]");
    }

    @Override
    public List<String> environment() {
        String url = world.simulation.server().url();
        return List.of(
                "QQ_APP_ID=" + APP_ID,
                "QQ_CLIENT_SECRET=" + SECRET,
                "QQ_API_BASE_URL=" + url,
                "QQ_TOKEN_URL=" + url + "/app/getAppAccessToken",
                "QQ_ALLOWED_USERS=*");
    }
}

package io.hermesgateway.simulators.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.simulators.Json;
import io.hermesgateway.simulators.SimCall;
import io.hermesgateway.simulators.SimReply;
import io.hermesgateway.simulators.Simulation;
import io.hermesgateway.simulators.Simulator;
import io.hermesgateway.simulators.Transcript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * The far side of WeChat: bots log in by QR code, wait for messages, answer within the window that each message opens, and
 * put media on a CDN. Tests and the page play the people.
 */
public final class WeixinSimulator implements Simulator {
    private static final Account DEMO = new Account("demo@im.bot", "simulated-token", "ann@im.wechat");

    private final Simulation simulation;
    private final Ground ground;
    private final Parts parts;
    private final BotApi api;
    private List<Account> lines = List.of();

    /** Offers its paths on the simulation's server. */
    public WeixinSimulator(Simulation simulation) {
        this.simulation = simulation;
        Habits.declare(simulation.knobs());
        ground = new Ground(
                simulation.clock(),
                simulation.transcript(),
                new Habits(simulation.knobs()),
                new Randomness(simulation.random()));
        simulation.clock().guardedBy(ground);
        parts = parts();
        api = new BotApi(ground, parts);
        simulation.server().handle("/ilink", api::handle);
        simulation.server().handle("/c2c", this::media);
        new Actions(this, ground, parts, api.gate()).offer(simulation);
        simulation.add(this);
    }

    /** With a bot that is bound already, so that a gateway with the printed lines is online at once. */
    public static WeixinSimulator forPeople(Simulation simulation) {
        WeixinSimulator simulator = new WeixinSimulator(simulation);
        simulator.add(DEMO.bot(), DEMO.token(), DEMO.user());
        simulator.lines = List.of(DEMO);
        return simulator;
    }

    private Parts parts() {
        Bots bots = new Bots(ground);
        PollDesk polls = new PollDesk(ground);
        bots.whenDismissed(polls::refuse);
        Windows windows = new Windows();
        MediaStore media = new MediaStore(ground.random(), 256L << 20);
        return new Parts(
                simulation.server().url(),
                bots,
                polls,
                new SendDesk(ground, new Outbound(ground, bots, media), windows),
                new Uploads(ground, bots, media),
                media,
                new Typing(ground.random()),
                new LoginDesk(ground, bots),
                new Inbox(ground, bots, windows, polls, new InboundMedia(ground, media)),
                new Faults(ground));
    }

    private void media(SimCall call) {
        CompletableFuture<SimReply> answer =
                parts.faults().around(call.path().substring(1), () -> CompletableFuture.completedFuture(cdn(call)));
        var unused = answer.thenAccept(call::reply);
    }

    private SimReply cdn(SimCall call) {
        String parameter = call.query("encrypted_query_param");
        return switch (call.method() + ' ' + call.path()) {
            case "POST /c2c/upload" -> parts.uploads().upload(parameter, call.query("filekey"), call.body());
            case "GET /c2c/download" -> parts.uploads().download(parameter);
            default -> SimReply.empty(404);
        };
    }

    @Override
    public String id() {
        return Ground.PLATFORM;
    }

    @Override
    public Map<String, String> title() {
        return Map.of("en", "WeChat", "zh", "微信");
    }

    @Override
    public List<String> config() {
        List<String> all = new ArrayList<>(List.of("platforms:", "  weixin:", "    enabled: true"));
        lines.forEach(account -> {
            all.add("    account_id: \"" + account.bot() + '"');
            all.add("    token: \"" + account.token() + '"');
        });
        all.add("    base_url: \"" + parts.url() + '"');
        all.add("    login_base_url: \"" + parts.url() + '"');
        all.add("    cdn_base_url: \"" + parts.cdn() + '"');
        all.add("    allowed_users: [\"*\"]");
        return all;
    }

    @Override
    public List<String> environment() {
        List<String> all = new ArrayList<>();
        lines.forEach(account -> {
            all.add("WEIXIN_ACCOUNT_ID=" + account.bot());
            all.add("WEIXIN_TOKEN=" + account.token());
        });
        all.add("WEIXIN_BASE_URL=" + parts.url());
        all.add("WEIXIN_LOGIN_BASE_URL=" + parts.url());
        all.add("WEIXIN_CDN_BASE_URL=" + parts.cdn());
        all.add("WEIXIN_ALLOWED_USERS=*");
        return all;
    }

    /** The address for {@code base_url} and {@code login_base_url}. */
    public String url() {
        return parts.url();
    }

    /** The address for {@code cdn_base_url}. */
    public String cdn() {
        return parts.cdn();
    }

    /** A bot as a login made it. */
    public record Account(String bot, String token, String user) {}

    /** The person binds a bot, as by a QR code; one that the person had before loses its token. */
    public Account bind(String user) {
        synchronized (ground) {
            Bot bot = parts.bots().bind(user);
            return new Account(bot.id(), bot.token(), user);
        }
    }

    /** A bot with this id and token, without a login. */
    public Account add(String id, String token, String user) {
        synchronized (ground) {
            parts.bots().add(id, user, token);
            return new Account(id, token, user);
        }
    }

    /** From now on the token is worth nothing. */
    public void revoke(String token) {
        synchronized (ground) {
            parts.bots().revoke(token);
        }
    }

    /** Polls get -14 until so many notifyStarts came; with -1 until a new login. */
    public void expire(String bot, int starts) {
        synchronized (ground) {
            Bot expired = bot(bot);
            expired.channel().expire(starts);
            parts.polls().refuse(expired);
        }
    }

    /** The person writes to the bot; the message's id comes back. */
    public String say(String bot, String user, String text) {
        return write(bot, user, Json.object().put("text", text)).get(0);
    }

    /** The person writes something less plain; what can be asked for stands in this module's {@code weixin.md}. */
    public List<String> write(String bot, String user, JsonNode what) {
        return parts.inbox().write(bot(bot), user, what, parts.cdn());
    }

    Bot bot(String id) {
        synchronized (ground) {
            return (id.isEmpty() ? parts.bots().newest() : parts.bots().withId(id))
                    .orElseThrow(() -> new IllegalArgumentException("there is no bot " + id));
        }
    }

    /** The next calls of this name go wrong: {@code fault("getupdates", "status", 524, Duration.ofSeconds(17), 1)}. */
    public void fault(String call, String kind, int status, Duration delay, int times) {
        parts.faults().add(new Faults.Fault(call, Faults.Kind.of(kind), status, Json.parse(""), delay, times));
    }

    /** The next call of this name gets this answer and does nothing. */
    public void answer(String call, ObjectNode body, int times) {
        parts.faults().add(new Faults.Fault(call, Faults.Kind.BODY, 200, body, Duration.ZERO, times));
    }

    /** Turns a knob, named without the platform. */
    public void knob(String name, Object value) {
        simulation.knobs().set(Habits.PREFIX + name, value);
    }

    /** A person scans and confirms this code. */
    public void login(String qrcode, String user) {
        parts.logins().scan(qrcode, user);
        parts.logins().confirm(qrcode);
    }

    /** What bots did wrong, as {@code rule: detail}. */
    public List<String> violations() {
        return ground.violations().stream()
                .map(violation -> violation.rule() + ": " + violation.detail())
                .toList();
    }

    /** The names of the calls of this bot, in order. */
    public List<String> calls(String bot) {
        return ground.calls().stream()
                .filter(call -> call.bot().equals(bot))
                .map(Ground.Call::name)
                .toList();
    }

    /** How many polls are held at the moment. */
    public int held() {
        return parts.polls().held();
    }

    /** How many clients wait for news of their QR codes. */
    public int waitingForCodes() {
        return parts.logins().waiting();
    }

    /** How often this bot had two polls at a time. */
    public int overlaps(String bot) {
        return parts.polls().overlaps().getOrDefault(bot, 0);
    }

    /** What the bots said to this person, as it is shown; media by their names. */
    public List<String> said(String user) {
        return transcript().list(kind("out").and(entry -> entry.conversation().equals(user))).stream()
                .map(entry -> entry.data().has("text") ? entry.text("text") : entry.text("name"))
                .toList();
    }

    /** The QR codes that wait for a person, the newest last. */
    public List<String> codes() {
        return parts.logins().open().stream().map(QrCode::id).toList();
    }

    /** The people who are shown that somebody types although nobody has repeated it for long. */
    public List<String> stuckTyping() {
        synchronized (ground) {
            return parts.typing().stuck(ground.habits().span("typing_stuck_ms"), ground.now()).stream()
                    .map(interval -> interval.pair().user())
                    .toList();
        }
    }

    /** Entries of this far side of one kind, for {@link Transcript#await}. */
    public static Predicate<Transcript.Entry> kind(String kind) {
        return entry -> entry.platform().equals(Ground.PLATFORM) && entry.kind().equals(kind);
    }

    /** What happened. */
    public Transcript transcript() {
        return simulation.transcript();
    }
}

package io.hermesgateway.itest.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The chat server of the example platform, with real sockets. Like a real one it keeps what people say until the gateway
 * acknowledges it, offers it again meanwhile, and forgets nothing that it was sent. It is stricter than an adapter
 * needs: whatever the protocol does not allow is a complaint.
 */
public final class FarSide implements AutoCloseable {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Duration OFFER_AGAIN = Duration.ofMillis(1_500);

    private final ServerSocket server;
    private final Transcript transcript;
    private final ScheduledExecutorService timer;
    private final Map<String, Link> links = new ConcurrentHashMap<>();
    private volatile Function<Shown, Reaction> manners = shown -> Reaction.show();
    private volatile boolean closed;

    private final Object lock = new Object();
    private final Map<String, Offered> open = new LinkedHashMap<>();
    private final Map<String, String> taken = new HashMap<>();
    private final List<Shown> shown = new ArrayList<>();
    private final Map<String, Integer> settled = new HashMap<>();
    private final List<String> complaints = new ArrayList<>();
    private int lastId;

    public FarSide(Path transcript) throws IOException {
        this.transcript = new Transcript(transcript, InstantSource.system());
        this.server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        // One thread, for what people say arrives in the order in which they said it.
        this.timer = Executors.newSingleThreadScheduledExecutor(FarSide::daemon);
        daemon(this::acceptForEver).start();
        var unused = timer.scheduleWithFixedDelay(
                () -> links.values().forEach(this::offerAll),
                OFFER_AGAIN.toMillis(),
                OFFER_AGAIN.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "far-side");
        thread.setDaemon(true);
        return thread;
    }

    public int port() {
        return server.getLocalPort();
    }

    /** How messages are treated from now on. */
    public void manners(Function<Shown, Reaction> next) {
        manners = next;
    }

    /** Says something; the id is the message's. */
    public String say(Person who, String text) {
        synchronized (lock) {
            String id = "in-" + ++lastId;
            ObjectNode message = JSON.objectNode().put("id", id).put("chat", who.chat());
            message.put("user", who.user()).put("name", who.name()).put("text", text);
            offer(new Offered(id, who, JSON.objectNode().set("message", message)));
            return id;
        }
    }

    /** Presses a button; the id is the click's. */
    public String click(Person who, String approval, String choice) {
        synchronized (lock) {
            String id = "click-" + ++lastId;
            ObjectNode click = JSON.objectNode().put("n", id).put("chat", who.chat());
            click.put("user", who.user()).put("name", who.name());
            click.put("approval", approval).put("choice", choice);
            offer(new Offered(id, who, JSON.objectNode().set("click", click)));
            return id;
        }
    }

    private void offer(Offered what) {
        transcript.note(what.by().account(), "does", what.line());
        open.put(what.id(), what);
        Link link = links.get(what.by().account());
        if (link != null) {
            timer.execute(() -> link.write(what.line()));
        }
    }

    private void offerAll(Link link) {
        List<Offered> all;
        synchronized (lock) {
            all = open.values().stream()
                    .filter(one -> one.by().account().equals(link.account()))
                    .toList();
        }
        all.forEach(one -> link.write(one.line()));
    }

    private void acceptForEver() {
        while (!closed) {
            try {
                Socket socket = server.accept();
                daemon(() -> new Link(this, socket).serve()).start();
            } catch (IOException ended) {
                complainUnless(closed, "the listening socket failed: " + ended.getMessage());
            }
        }
    }

    /** A new connection of an account takes the place of the old one, and hears all that is still open. */
    void arrived(Link link) {
        transcript.note(link.account(), "connects", JSON.objectNode());
        Link old = links.put(link.account(), link);
        if (old != null) {
            old.cut();
        }
        link.write(JSON.objectNode().put("ready", true));
        offerAll(link);
    }

    void left(Link link) {
        if (links.remove(link.account(), link)) {
            transcript.note(link.account(), "leaves", JSON.objectNode());
        }
    }

    void took(Link link, String id, String words) {
        synchronized (lock) {
            transcript.note(
                    link.account(), "took", JSON.objectNode().put("id", id).put("words", words));
            complainUnless(open.containsKey(id) || taken.containsKey(id), "took " + id + ", which nobody offered");
            open.remove(id);
            taken.putIfAbsent(id, words);
        }
    }

    void sends(Link link, JsonNode send) {
        transcript.note(link.account(), "sends", send);
        String delivery = send.path("id").asText();
        Shown message;
        Reaction reaction;
        synchronized (lock) {
            complainUnless(!delivery.isEmpty() && send.hasNonNull("chat"), "a message without id or chat: " + send);
            complainUnless(send.has("text") || send.has("file"), "a message without a body: " + send);
            String as = "out-" + ++lastId;
            message = Shown.of(as, link.account(), send);
            complainUnless(
                    message.edits() == null
                            || find(one -> one.as().equals(message.edits())).isPresent(),
                    "the message " + message.edits() + " that is edited was never sent");
            reaction = manners.apply(message);
            if (reaction.shows()) {
                shown.add(message);
            }
        }
        if (reaction.cuts()) {
            link.cut();
        } else if (reaction.answer() != Reaction.Answer.NONE) {
            complainUnless(link.begins(message.chat()), "two messages to one chat at once: " + send);
            boolean slow = reaction.answer() == Reaction.Answer.SENT;
            var unused = timer.schedule(
                    () -> answer(link, message, reaction),
                    slow ? reaction.after().toMillis() : 0,
                    TimeUnit.MILLISECONDS);
        }
    }

    private void answer(Link link, Shown message, Reaction reaction) {
        ObjectNode line =
                switch (reaction.answer()) {
                    case SENT ->
                        JSON.objectNode().put("sent", message.delivery()).put("as", message.as());
                    case LATER ->
                        JSON.objectNode()
                                .put("later", message.delivery())
                                .put("seconds", reaction.after().toSeconds())
                                .put("why", reaction.words());
                    case REFUSED ->
                        JSON.objectNode().put("refused", message.delivery()).put("why", reaction.words());
                    case NONE -> throw new IllegalStateException("nothing is answered");
                };
        transcript.note(link.account(), "answers", line);
        link.ends(message.chat());
        if (link.write(line) && reaction.answer() == Reaction.Answer.SENT) {
            synchronized (lock) {
                settled.merge(message.delivery(), 1, Integer::sum);
            }
        }
    }

    void complain(String words) {
        synchronized (lock) {
            complaints.add(words);
        }
        transcript.note("", "complains", JSON.textNode(words));
    }

    private void complainUnless(boolean fine, String words) {
        if (!fine) {
            complain(words);
        }
    }

    /** Whether the account is connected now. */
    public boolean connected(String account) {
        return links.containsKey(account);
    }

    /** Breaks the connection of an account; it will come again. */
    public void cut(String account) {
        Link link = links.get(account);
        if (link != null) {
            link.cut();
        }
    }

    public boolean acknowledged(String id) {
        synchronized (lock) {
            return taken.containsKey(id);
        }
    }

    /** Whether the gateway has everything that people did. */
    public boolean allTaken() {
        synchronized (lock) {
            return open.isEmpty();
        }
    }

    /** The words that a click was answered with. */
    public @Nullable String wordsFor(String click) {
        synchronized (lock) {
            return taken.get(click);
        }
    }

    /** All that people see and saw, edits as messages of their own. */
    public List<Shown> shown() {
        synchronized (lock) {
            return List.copyOf(shown);
        }
    }

    public List<Shown> shown(Predicate<Shown> which) {
        synchronized (lock) {
            return shown.stream().filter(which).toList();
        }
    }

    public Optional<Shown> find(Predicate<Shown> which) {
        synchronized (lock) {
            return shown.stream().filter(which).findFirst();
        }
    }

    /** Whether the far side answered that it has this delivery. */
    public boolean settled(String delivery) {
        synchronized (lock) {
            return settled.containsKey(delivery);
        }
    }

    /** What the protocol does not allow. */
    public List<String> complaints() {
        synchronized (lock) {
            return List.copyOf(complaints);
        }
    }

    /** Waits until a message like this is seen in the person's chat. */
    public Shown sees(Person who, String what, Predicate<Shown> which) {
        return Await.found(
                what + " in " + who.chat() + "; seen there: " + shown(one -> in(who, one)),
                Duration.ofSeconds(30),
                () -> find(one -> in(who, one) && which.test(one)));
    }

    private static boolean in(Person who, Shown one) {
        return one.account().equals(who.account()) && one.chat().equals(who.chat());
    }

    @Override
    public void close() throws IOException {
        closed = true;
        server.close();
        timer.shutdownNow();
        links.values().forEach(Link::cut);
        transcript.close();
    }
}

package io.hermesgateway.testkit.jars;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Plugins that break one rule each. Every one is a platform called {@code zoo} that would work but for that rule. What
 * hangs or spins ignores interrupts until the system property {@code zoo.release} is set, so that a test can clear up.
 */
public enum Evil {
    THROWS_IN_CONSTRUCTOR(Place.CONSTRUCTOR, throwing("IllegalStateException")),
    THROWS_IN_DOOR(Place.DOOR, throwing("IllegalStateException")),
    THROWS_IN_START(Place.START, throwing("IllegalStateException")),
    THROWS_IN_SEND(Place.SEND, throwing("IllegalStateException")),
    THROWS_IN_CLOSE(Place.CLOSE, throwing("IllegalStateException")),
    HANGS_IN_CONSTRUCTOR(Place.CONSTRUCTOR, Words.HANG),
    HANGS_IN_STATIC_INITIALISER(Place.STATIC, "static { " + Words.HANG + " }"),
    HANGS_IN_START(Place.START, Words.HANG),
    HANGS_IN_SEND(Place.SEND, Words.HANG),
    HANGS_IN_CLOSE(Place.CLOSE, Words.HANG),
    SPINS_IN_START(Place.START, "while (System.getProperty(\"zoo.release\") == null) { Thread.onSpinWait(); }"),
    LEAKS_A_THREAD(Place.START, "new Thread(() -> { " + Words.HANG + " }).start();"),
    HOLDS_A_MONITOR_IN_SEND(Place.SEND, "synchronized (Animal.class) { " + Words.HANG + " }"),
    EXITS_IN_START(Place.START, "System.exit(7);"),
    EXITS_BY_REFERENCE(Place.START, "java.util.function.IntConsumer exit = System::exit; exit.accept(7);"),
    THROWS_OUT_OF_MEMORY(Place.START, throwing("OutOfMemoryError")),
    THROWS_OUT_OF_MEMORY_IN_SEND(Place.SEND, throwing("OutOfMemoryError")),
    OVERFLOWS_THE_STACK(Place.START, "deeper(0);"),
    OVERFLOWS_THE_STACK_IN_SEND(Place.SEND, "deeper(0);"),
    OVERFLOWS_IN_ITS_OWN_THREAD(Place.START, "new Thread(() -> deeper(0)).start();"),
    MISSES_A_CLASS(Place.START, "if (true) { throw new NoClassDefFoundError(\"acme/Gone\"); }"),
    THROWS_WHAT_CANNOT_BE_PRINTED(
            Place.START,
            "if (true) { throw new IllegalStateException() {"
                    + " @Override public String getMessage() { throw new IllegalStateException(this); }"
                    + " @Override public String toString() { throw new IllegalStateException(this); } }; }"),
    CALLS_BACK_AFTER_STOP(
            Place.START,
            "new Thread(() -> { while (System.getProperty(\"zoo.release\") == null) {"
                    + " context.accept(message(\"late-\" + System.nanoTime(), \"late\")); pause(5); } }).start();"),
    SENDS_TEN_MEGABYTES(Place.START, "context.accept(message(\"big\", \"x\".repeat(10_000_000)));"),
    RETURNS_NULL_FROM_DOOR(Place.DOOR, "if (true) { return null; }"),
    RETURNS_NULL_FROM_OPEN(Place.OPEN, "if (true) { return null; }"),
    RETURNS_NULL_FROM_SEND(Place.SEND, "if (true) { return null; }");

    private final Place place;
    private final String deed;

    Evil(Place place, String deed) {
        this.place = place;
        this.deed = deed;
    }

    private enum Place {
        STATIC,
        CONSTRUCTOR,
        DOOR,
        OPEN,
        START,
        SEND,
        CLOSE
    }

    private interface Words {
        String HANG = "while (System.getProperty(\"zoo.release\") == null) { pause(20); }";
    }

    private static String throwing(String type) {
        return "if (true) { throw new " + type + "(\"evil\"); }";
    }

    /** A plugin of the same shape that does nothing wrong; what it sends carries the mark. */
    public static PluginJarBuilder good(String id, String mark) {
        return builder(id, mark, Map.of());
    }

    /** This one, under an id of your choice. */
    public PluginJarBuilder as(String id) {
        return builder(id, name(), Map.of(place, deed));
    }

    /** A good one, written and ready. */
    public static Path writeGood(String id, String mark, Path file) {
        return good(id, mark).writeTo(file);
    }

    private static PluginJarBuilder builder(String id, String mark, Map<Place, String> deeds) {
        String source = TEMPLATE.replace("MARK", mark).replace("DEFAULT_KIND", id);
        for (Map.Entry<Place, String> at : all(deeds).entrySet()) {
            source = source.replace("/*" + at.getKey() + "*/", at.getValue());
        }
        return new PluginJarBuilder(id).plugin("zoo.Animal", source);
    }

    private static Map<Place, String> all(Map<Place, String> deeds) {
        Map<Place, String> all = new TreeMap<>();
        for (Place place : Place.values()) {
            all.put(place, deeds.getOrDefault(place, ""));
        }
        return all;
    }

    private static final String TEMPLATE =
            """
            public class Animal implements Plugin {
                /*STATIC*/
                public Animal() { /*CONSTRUCTOR*/ }
                @Override public List<PlatformFactory> platforms() { /*DOOR*/ return List.of(new Factory()); }
                static void pause(long ms) {
                    java.util.concurrent.locks.LockSupport.parkNanos(ms * 1_000_000);
                    Thread.interrupted();
                }
                static int deeper(int depth) { return deeper(depth + 1) + 1; }
                static InboundMessage message(String id, String text) {
                    Conversation place = Conversation.dm("DEFAULT_KIND", "chat");
                    return InboundMessage.text(new MessageKey("DEFAULT_KIND", "chat", id), place,
                            Sender.of("DEFAULT_KIND", "user", null), text, java.time.Instant.EPOCH);
                }
                static class Factory implements PlatformFactory {
                    @Override public String kind() { return "DEFAULT_KIND"; }
                    @Override public Capabilities capabilities() { return Capabilities.plain(1000); }
                    @Override public Platform open(PlatformContext context) { /*OPEN*/ return new Adapter(context); }
                }
                static class Adapter implements Platform {
                    final PlatformContext context;
                    Adapter(PlatformContext context) { this.context = context; }
                    @Override public void start() { /*START*/ context.report(PlatformState.ONLINE, "MARK"); }
                    @Override public SendResult send(Delivery delivery) { /*SEND*/ return new SendResult.Sent("MARK"); }
                    @Override public void close() { /*CLOSE*/ }
                }
            }
            """;
}

package io.hermesgateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.config.ConfigWatch.Change;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatchTest implements ConfigWatch.Listener {
    @TempDir
    Path folder;

    private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();
    private Home home;
    private @Nullable ConfigWatch watch;
    private @Nullable Thread thread;

    private Function<Configuration, Optional<String>> guard = configuration -> Optional.empty();

    @BeforeEach
    void makeHome() {
        home = new Home(folder);
        home.yaml("gateway: { port: 1 }\nplatforms: { qqbot: { enabled: no, app_id: 1 } }\n");
        home.env("A=1\n");
    }

    @AfterEach
    void close() throws Exception {
        if (watch != null && thread != null) {
            watch.close();
            thread.join(10_000);
            assertFalse(thread.isAlive());
        }
    }

    @Override
    public void changed(Change change) {
        told.add(change);
    }

    @Override
    public void refused(Problem problem) {
        told.add(problem);
    }

    private ConfigWatch open() {
        return new ConfigWatch(folder, home.process, () -> Home.SPECS, guard, this);
    }

    private ConfigWatch start() {
        ConfigWatch opened = open();
        watch = opened;
        Thread watching = new Thread(opened, "watch");
        watching.start();
        thread = watching;
        return opened;
    }

    private Change change() throws InterruptedException {
        return assertInstanceOf(Change.class, next());
    }

    private Problem refusal() throws InterruptedException {
        return assertInstanceOf(Problem.class, next());
    }

    private Object next() throws InterruptedException {
        Object next = told.poll(90, TimeUnit.SECONDS);
        assertNotNull(next, "nothing was told");
        return next;
    }

    @Test
    void tellsTheSectionsThatAChangeConcerns() throws Exception {
        ConfigWatch running = start();
        Configuration before = running.current();
        home.yaml("gateway: { port: 2 }\nplatforms: { qqbot: { enabled: no, app_id: 1 } }\n");
        Change change = change();
        assertEquals(Set.of("gateway"), change.sections());
        assertSame(before, change.old());
        assertSame(running.current(), change.now());
        assertEquals(2L, running.current().kernel().get(KernelSettings.PORT));
        home.env("A=1\nQQ_SANDBOX=true\n");
        assertEquals(Set.of("platforms.qqbot"), change().sections());
    }

    @Test
    void seesFilesThatAreReplacedByRenameAndFilesThatAppear() throws Exception {
        Files.delete(folder.resolve("config.yaml"));
        Files.delete(folder.resolve(".env"));
        start();
        Path fresh = Files.writeString(folder.resolve("new.tmp"), "gateway: { port: 3 }\n");
        Files.move(fresh, folder.resolve("config.yaml"), StandardCopyOption.ATOMIC_MOVE);
        assertEquals(Set.of("gateway"), change().sections());
        home.env("CONSOLE_TOKEN=abcdefghijkl\n");
        assertEquals(Set.of("console"), change().sections());
    }

    @Test
    void seesAChangeBehindALink() throws Exception {
        Files.delete(folder.resolve("config.yaml"));
        Path one = Files.createDirectory(folder.resolve("one"));
        Path two = Files.createDirectory(folder.resolve("two"));
        Files.writeString(one.resolve("config.yaml"), "gateway: { port: 1 }\n");
        Files.writeString(two.resolve("config.yaml"), "gateway: { port: 2 }\n");
        Files.createSymbolicLink(folder.resolve("data"), one);
        Files.createSymbolicLink(folder.resolve("config.yaml"), Path.of("data", "config.yaml"));
        ConfigWatch running = start();
        Files.delete(folder.resolve("data"));
        Files.createSymbolicLink(folder.resolve("data"), two);
        change();
        assertEquals(2L, running.current().kernel().get(KernelSettings.PORT));
    }

    @Test
    void keepsTheRunningSnapshotWhenAChangeIsBad() throws Exception {
        ConfigWatch running = start();
        Configuration before = running.current();
        home.yaml("gateway: { port: x }\n");
        Problem refused = refusal();
        assertEquals("config.yaml:1: gateway.port: must be a whole number", refused.text());
        assertEquals("gateway", refused.section());
        assertSame(before, running.current());
        home.yaml("gateway: [\n");
        assertTrue(refusal().text().startsWith("config.yaml:2: "));
        home.yaml("gateway: { prt: 1 }\n");
        assertEquals(
                "config.yaml:1: gateway.prt: unknown key; did you mean port?",
                refusal().text());
        assertSame(before, running.current());
        home.yaml("gateway: { port: 1 }\nplatforms: { qqbot: { enabled: no, app_id: 1 } }\n");
        assertEquals(Set.of(), change().sections());
    }

    @Test
    void refusesWhatTheGuardDoesNotLetRun() throws Exception {
        guard = next -> Optional.of("open to all")
                .filter(why -> next.kernel().get(KernelSettings.HOST).equals("0.0.0.0"));
        ConfigWatch watched = start();
        home.yaml("gateway:\n  port: 1\n  host: 0.0.0.0\n");
        Problem problem = assertInstanceOf(Problem.class, next());
        assertEquals("config.yaml:3: gateway.host: open to all", problem.text());
        assertEquals("127.0.0.1", watched.current().kernel().get(KernelSettings.HOST));
    }

    @Test
    void refusesAFileThatVanishesOrIsEmptied() {
        ConfigWatch running = open();
        home.yaml("");
        assertEquals(
                "config.yaml: is gone or empty",
                running.reload().map(Problem::text).orElse(""));
        home.yaml("gateway: { port: 1 }\n").env("\n");
        assertEquals(
                ".env: is gone or empty", running.reload().map(Problem::text).orElse(""));
        home.env("A=2\n");
        assertTrue(running.reload().isEmpty());
        assertEquals(3, told.size());
    }

    @Test
    void refusesAFileThatCannotBeRead() {
        ConfigWatch running = open();
        home.write("config.yaml", new byte[2 << 20]);
        assertTrue(running.reload().map(Problem::text).orElse("").contains("larger than 1 MiB"));
        home.yaml("gateway: { port: 1 }\n").write(".env", new byte[] {(byte) 0xff});
        assertTrue(running.reload().map(Problem::text).orElse("").startsWith(".env:1: is not UTF-8"));
        assertEquals(1L, running.current().kernel().get(KernelSettings.PORT));
    }

    @Test
    void letsOtherChangesThroughBesideAnErrorThatWasThereAtTheStart() {
        home.yaml("gatway: 1\ngateway: { port: 1 }\n");
        ConfigWatch running = open();
        home.yaml("# moved\ngatway: 1\ngateway: { port: 2 }\n");
        assertTrue(running.reload().isEmpty());
        assertEquals(2L, running.current().kernel().get(KernelSettings.PORT));
        home.yaml("gatway: 1\ngateway: { port: 2 }\nmodell: 1\n");
        assertEquals("modell", running.reload().map(Problem::key).orElse(""));
    }

    @Test
    void waitsUntilATextStandsStill() throws Exception {
        ConfigWatch running = open();
        home.yaml("gateway: { port: 2 ");
        running.look();
        home.yaml("gateway: { port: 2 }\n");
        running.look();
        assertEquals(0, told.size());
        running.look();
        running.look();
        assertEquals(2L, change().now().kernel().get(KernelSettings.PORT));
        assertEquals(0, told.size());
    }

    @Test
    void setsAKeyOnlyWhenTheResultWouldBeAccepted() throws Exception {
        ConfigWatch running = open();
        String before = home.read("config.yaml");
        assertEquals(
                "config.yaml:1: gateway.prt: unknown key; did you mean port?",
                running.set("gateway.prt", 1L).map(Problem::text).orElse(""));
        assertEquals(
                "gateway.port",
                running.set("gateway.port", "x").map(Problem::key).orElse(""));
        assertEquals(before, home.read("config.yaml"));
        assertEquals(0, told.size());
        assertTrue(running.set("gateway.port", 7L).isEmpty());
        assertEquals(Set.of("gateway"), change().sections());
        assertEquals(before.replace("port: 1", "port: 7"), home.read("config.yaml"));
    }

    @Test
    void doesNotStartOnAFileThatCannotBeRead() {
        home.yaml("a: [\n");
        assertThrows(FatalConfig.class, this::open);
    }

    @Test
    void tellsNothingWhenNothingChanged() throws Exception {
        ConfigWatch running = open();
        home.yaml(home.read("config.yaml"));
        assertTrue(running.reload().isEmpty());
        assertEquals(0, told.size());
    }
}

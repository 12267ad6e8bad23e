package io.hermesgateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.cli.Bench.Run;
import io.hermesgateway.cli.data.Json;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.service.ControlVerb;
import io.hermesgateway.spi.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class SessionCommandsTest {
    private static final Instant AT = Instant.parse("2026-01-31T10:00:00Z");
    private static final Store.SessionRow ROW = new Store.SessionRow(
            "20260131_100000_aaaa0001",
            "agent:main:telegram:dm:1",
            "telegram",
            "About trees",
            null,
            AT,
            AT.plusSeconds(60),
            2,
            0,
            "gpt-4o-mini",
            10,
            20);
    private static final List<TranscriptLine> LINES = List.of(
            new TranscriptLine("user", "how tall?", null, "t1", AT),
            new TranscriptLine("assistant", "very", "{\"reasoning\":\"tall\"}", "t1", AT.plusSeconds(1)),
            new TranscriptLine("tool", "```\n30 m\n```", null, "t1", AT.plusSeconds(2)));

    @TempDir
    Path home;

    private final List<Map<String, Object>> asked = new ArrayList<>();
    private Bench bench;
    private boolean partial;

    @BeforeEach
    void serve() throws IOException {
        bench = new Bench(home).serve();
        verb("sessions.list", (who, args, shown) -> {
            asked.add(args);
            return Map.of("sessions", List.of(ROW), "partial", partial);
        });
        verb("sessions.search", (who, args, shown) -> {
            asked.add(args);
            Store.SearchHit hit = new Store.SearchHit(ROW.id(), "t1", "user", "how tall?", AT);
            return Map.of("hits", List.of(hit), "partial", partial);
        });
        verb("sessions.show", (who, args, shown) -> {
            asked.add(args);
            if (!ROW.id().startsWith(String.valueOf(args.get("id")))) {
                throw new GatewayException(KernelError.NOT_FOUND, "there is no session " + args.get("id"));
            }
            shown.show(Map.of("messages", LINES.subList(0, 2)));
            shown.show(Map.of("messages", LINES.subList(2, 3)));
            return Map.of("session", ROW, "partial", partial);
        });
    }

    private void verb(String name, ControlVerb verb) {
        bench.registry.publish(ControlVerb.class, name, verb);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void listsSessions() throws IOException {
        Run run = bench.run("sessions", "list");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.out().contains(ROW.id()) && run.out().contains("About trees"), run.out());
        Run json = bench.run("sessions", "list", "--limit", "1", "--platform", "telegram", "--json");
        Row row = Row.list(Json.read(json.out())).get(0);
        assertEquals("agent:main:telegram:dm:1", row.text("conversation_key"));
        assertEquals("2026-01-31T10:01:00Z", row.text("last_activity_at"));
        assertEquals(Map.of("limit", 1, "platform", "telegram"), asked.get(1));
        assertEquals("", json.err());
        assertEquals(
                "more: add --before 2026-01-31T10:01:00Z\n",
                bench.run("sessions", "list", "--limit", "1").err());
    }

    @Test
    void saysWhenPartsAreMissing() {
        partial = true;
        String said = "hermes: older parts may be missing: the store does not answer at the moment\n";
        assertEquals(said, bench.run("sessions", "list", "--json").err());
        assertEquals(said, bench.run("sessions", "search", "tall").err());
        assertTrue(bench.run("sessions", "show", ROW.id(), "--json").out().contains("\"partial\":true"));
    }

    @Test
    void findsWhereSomethingWasSaid() {
        Run run = bench.run("sessions", "search", "tall", "--before", "2026-02-01T00:00:00Z");
        assertTrue(run.out().contains("how tall?"), run.out());
        assertEquals(Map.of("text", "tall", "limit", 50, "before", "2026-02-01T00:00:00Z"), asked.get(0));
        assertEquals(2, bench.run("sessions", "search", " ").exit());
    }

    @Test
    void showsASession() throws IOException {
        Run run = bench.run("sessions", "show", "20260131", "--limit", "5");
        assertTrue(run.out().contains("About trees") && run.out().contains("\nvery\n"), run.out());
        assertEquals(Map.of("id", "20260131", "limit", 5), asked.get(0));
        Row all = Row.of(
                Json.read(bench.run("sessions", "show", ROW.id(), "--json").out()));
        assertEquals(
                "30 m",
                all.rows("messages").get(2).text("text").replace("```", "").strip());
        Run unknown = bench.run("sessions", "show", "x");
        assertEquals(1, unknown.exit());
        assertEquals("hermes: there is no session x (not_found)\n", unknown.err());
    }

    @Test
    void exportsJsonLinesAndMarkdown() throws IOException {
        String[] lines = bench.run("sessions", "export", "20260131").out().split("\n");
        assertEquals(3, lines.length);
        Row second = Row.of(Json.read(lines[1]));
        assertEquals("very", second.text("content"));
        assertEquals("2026-01-31T10:00:01Z", second.text("timestamp"));
        assertEquals("tall", second.row("details").text("reasoning"));
        assertFalse(asked.get(0).containsKey("limit"));
        Path file = home.resolve("out.md");
        assertEquals(
                0,
                bench.run("sessions", "export", ROW.id(), "--format", "markdown", "-o", file.toString())
                        .exit());
        String text = Files.readString(file);
        assertTrue(text.startsWith("# About trees\n\n- id: `" + ROW.id() + "`\n"), text);
        assertTrue(text.contains("\n## user · 2026-01-31T10:00:00Z\n\nhow tall?\n"), text);
        assertTrue(text.contains("\n````\n```\n30 m\n```\n````\n"), text);
        assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
        Run again = bench.run("sessions", "export", ROW.id(), "-o", file.toString());
        assertEquals(1, again.exit());
        assertEquals(text, Files.readString(file));
    }
}

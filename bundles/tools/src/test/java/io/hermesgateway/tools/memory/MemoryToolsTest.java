package io.hermesgateway.tools.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.agent.PromptPart;
import io.hermesgateway.spi.agent.Turn;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.ToolResult.Outcome;
import io.hermesgateway.tools.Calls;
import io.hermesgateway.tools.terminal.FakeRun;
import io.hermesgateway.tools.terminal.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class MemoryToolsTest {
    @TempDir
    Path root;

    private TestContext context;
    private Calls calls;

    @BeforeEach
    void open() {
        context = new TestContext(root);
        calls = new Calls(new MemoryTools().open(context), FakeRun.of(root));
    }

    @AfterEach
    void close() {
        context.close();
    }

    private String add(String content) {
        return calls.done("memory", Map.of("action", "add", "target", "user", "content", content));
    }

    @Test
    void keepsNotesAcrossSessions() {
        assertEquals("- likes tea", add("likes tea"));
        add("likes tea");
        assertEquals("- likes tea\n- 会说中文", add("会说中文"));
        Calls later = new Calls(new MemoryTools().open(context), new FakeRun(root, "c9", "another session"));
        assertEquals("- likes tea\n- 会说中文", later.done("memory", Map.of("action", "read", "target", "user")));
        assertEquals("Nothing is noted.", later.done("memory", Map.of("action", "read")));
    }

    @Test
    void changesTheEntryThatIsMeant() {
        add("likes tea");
        add("likes dogs");
        Map<String, Object> both = Map.of("action", "remove", "target", "user", "old_text", "likes");
        assertTrue(calls.failed("memory", both).contains("2 entries"));
        String now = calls.done(
                "memory", Map.of("action", "replace", "target", "user", "old_text", "tea", "content", "likes coffee"));
        assertEquals("- likes coffee\n- likes dogs", now);
        Map<String, Object> dogs = Map.of("action", "remove", "target", "user", "old_text", "dogs");
        assertEquals("- likes coffee", calls.done("memory", dogs));
        assertTrue(calls.failed("memory", dogs).contains("No entry"));
    }

    private String told(Map<String, String> options) {
        Conversation ann = Conversation.dm("demo", "ann");
        Sender sender = Sender.of("demo", "ann", null);
        Turn turn = new Turn("t", "s", ann, sender, "", List.of(), Instant.EPOCH, 1, null, null, options);
        return context.registry().any(PromptPart.class).orElseThrow().of(turn);
    }

    @Test
    void tellsAgentsWhatIsNotedHereAndForEverybody() throws IOException {
        assertEquals("", told(Map.of()));
        add("likes tea");
        Path common = Files.createDirectories(context.home().resolve("memories"));
        Files.writeString(common.resolve("MEMORY.md"), "The printer is on floor 2.\n§\nBackups run at 3.\n");
        assertEquals(
                "## What you remember (MEMORY.md)\nThe printer is on floor 2.\nBackups run at 3.\n\n"
                        + "## About the person (USER.md)\n- likes tea",
                told(Map.of()));
        assertEquals(
                "## What you remember (MEMORY.md)\nThe printer is on floor 2.\nBackups run at 3.",
                told(Map.of("session_key", "another scope")));
    }

    @Test
    void aBrokenFileOfNotesBreaksNoTurn() throws IOException {
        Files.createDirectories(context.home().resolve("memories/USER.md"));
        assertEquals("## About the person (USER.md)\nThese notes cannot be read at the moment.", told(Map.of()));
    }

    @Test
    void refusesWhatDoesNotFit() {
        Map<String, Object> large = Map.of("action", "add", "content", "x".repeat(2_201));
        assertTrue(calls.failed("memory", large).contains("has room for 2200"));
        assertTrue(calls.failed("memory", Map.of("action", "add", "content", "a § b"))
                .contains("§"));
        assertTrue(calls.failed("memory", Map.of("action", "forget")).contains("`action`"));
        assertTrue(calls.failed("memory", Map.of("action", "read", "target", "all"))
                .contains("`target`"));
    }

    @Test
    void showsWhatTheOperatorWroteForEverybody() throws IOException {
        Files.createDirectories(context.home().resolve("memories"));
        Files.writeString(context.home().resolve("memories/USER.md"), "one\n§\ntwo\n");
        assertEquals("- (for everybody) one\n- (for everybody) two\n- own", add("own"));
        assertEquals("one\n§\ntwo\n", Files.readString(context.home().resolve("memories/USER.md")));
    }

    @Test
    void oneConversationHasOneFolder() {
        assertNotEquals(Notes.name("agent:main:qqbot:dm:a/b"), Notes.name("agent:main:qqbot:dm:a_b"));
        assertTrue(Notes.name("agent:main:qqbot:dm:" + "x".repeat(500)).length() < 100);
        assertEquals("qqbot_dm_ann", Notes.name("agent:main:qqbot:dm:ann").replaceFirst("-[0-9a-f]{8}$", ""));
    }

    @Test
    void saysAfterACrashWhatIsNoted() {
        add("likes tea");
        ToolResult result = calls.tool("memory")
                .recover(Calls.call("memory", Map.of("action", "add", "target", "user", "content", "x")), calls.run());
        assertEquals(Outcome.UNKNOWN, result.outcome());
        assertTrue(result.text().endsWith("- likes tea"), result.text());
    }

    private static Map<String, Object> item(String id, String content, String status) {
        return Map.of("id", id, "content", content, "status", status);
    }

    @Test
    void keepsTheListOfTheSession() {
        assertEquals("The list is empty.", calls.done("todo", Map.of()));
        List<Object> two = List.of(item("1", "read", "in_progress"), item("2", "write", "pending"));
        assertEquals("[in_progress] 1: read\n[pending] 2: write", calls.done("todo", Map.of("todos", two)));
        List<Object> change = List.of(item("1", "read", "completed"));
        String merged = calls.done("todo", Map.of("todos", change, "merge", true));
        assertEquals("[completed] 1: read\n[pending] 2: write", merged);
        Calls later = new Calls(new MemoryTools().open(context), FakeRun.of(root));
        assertEquals(merged, later.done("todo", Map.of()));
        Calls other = new Calls(new MemoryTools().open(context), new FakeRun(root, "c1", "s2"));
        assertEquals("The list is empty.", other.done("todo", Map.of()));
        assertEquals("The list is empty.", calls.done("todo", Map.of("todos", List.of())));
        assertTrue(calls.failed("todo", Map.of("todos", List.of(item("1", "x", "half"))))
                .contains("`status`"));
        assertTrue(calls.failed("todo", Map.of("todos", "all")).contains("must be a list"));
    }
}

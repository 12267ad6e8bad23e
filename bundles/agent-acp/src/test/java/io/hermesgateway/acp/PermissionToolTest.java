package io.hermesgateway.acp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.approval.Reason;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.spi.tool.Assessment;
import io.hermesgateway.spi.tool.CommandGuard;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class PermissionToolTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path home;

    private House house;

    @BeforeEach
    void open() {
        house = new House(home);
        house.context.registry().publish(CommandGuard.class, "shell", (command, language) -> switch (command) {
            case "rm -rf /" -> new Assessment.Forbidden("never");
            case "rm -rf build" -> new Assessment.Ask(command, List.of(Reason.of("recursive delete", "it deletes")));
            default -> new Assessment.Allowed();
        });
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Assessment assess(String command, String options) {
        String arguments = JSON.createObjectNode()
                .put("kind", "execute")
                .put("command", command)
                .put("shown", command.isEmpty() ? "edit a file" : command)
                .put("options", options)
                .toString();
        ToolScope scope = new ToolScope("t", "s", Conversation.dm("test", "c"), Sender.of("test", "ann", null), home);
        return new PermissionTool(JSON, house.context).assess(new ToolCall("c", PermissionTool.NAME, arguments), scope);
    }

    private Assessment.Ask ask(String command, String options) {
        return assertInstanceOf(Assessment.Ask.class, assess(command, options));
    }

    @Test
    void standsBehindTheGuardOfTheShell() {
        assertInstanceOf(Assessment.Forbidden.class, assess("rm -rf /", "allow_once"));
        assertEquals(
                "recursive delete",
                ask("rm -rf build", "allow_once").reasons().get(0).key());
        assertEquals("acp execute: ls", ask("ls", "allow_once").reasons().get(0).key());
        assertEquals(
                "acp execute: edit a file",
                ask("", "allow_once").reasons().get(0).key());
    }

    @Test
    void offersOnlyWhatTheAgentOffers() {
        assertEquals(
                List.of(Choice.ONCE, Choice.SESSION, Choice.ALWAYS, Choice.DENY),
                ask("ls", "allow_always,allow_once,reject_once").choices());
        assertEquals(
                List.of(Choice.ONCE, Choice.SESSION, Choice.DENY),
                ask("ls", "allow_once").choices());
        assertEquals(
                List.of(Choice.ALWAYS, Choice.DENY), ask("ls", "allow_always").choices());
    }

    @Test
    void aLongWishIsNotGrantedForEver() {
        assertFalse(
                ask("echo " + "x".repeat(300), "allow_once").reasons().get(0).grantable());
        assertFalse(new PermissionTool(JSON, house.context).offered());
    }

    private static Wish wish(String json) throws IOException {
        return Wish.of(JSON.readTree(json));
    }

    @Test
    void showsAPersonWhatTheAgentWants() throws IOException {
        assertEquals(
                "ls -l",
                wish("{\"kind\":\"execute\",\"rawInput\":{\"command\":\"ls -l\"}}")
                        .command());
        assertEquals(
                "'a b' c", wish("{\"rawInput\":{\"command\":[\"a b\",\"c\"]}}").command());
        assertEquals(
                "ls -l", wish("{\"kind\":\"execute\",\"title\":\"`ls -l`\"}").command());
        assertEquals(
                "cd /srv && ls",
                wish("{\"rawInput\":{\"command\":\"ls\",\"cwd\":\"/srv\"}}").shown());
        Wish edit = wish("{\"kind\":\"edit\",\"title\":\"Edit a\",\"content\":[{\"type\":\"diff\",\"path\":\"/a\","
                + "\"oldText\":\"x\\ny\",\"newText\":\"z\"}],\"locations\":[{\"path\":\"/a\"}]}");
        assertEquals("Edit a\n\n/a\n- x\n- y\n+ z\n/a", edit.shown());
        assertTrue(wish("{\"kind\":\"fetch\",\"title\":\"Fetch\",\"rawInput\":{\"url\":\"u\"}}")
                .shown()
                .contains("\"u\""));
    }
}

package io.hermesgateway.tools.skills;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.tools.Calls;
import io.hermesgateway.tools.terminal.FakeRun;
import io.hermesgateway.tools.terminal.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class SkillsToolTest {
    @TempDir
    Path root;

    private TestContext context;
    private Calls calls;

    @BeforeEach
    void open() {
        context = new TestContext(root);
        calls = new Calls(new SkillTools().open(context), FakeRun.of(root));
    }

    @AfterEach
    void close() {
        context.close();
    }

    private Path skill(String folder, String text) throws IOException {
        Path made = Files.createDirectories(context.home().resolve("skills").resolve(folder));
        Files.writeString(made.resolve("SKILL.md"), text);
        return made;
    }

    @Test
    void listsAndReads() throws IOException {
        assertEquals("There are no skills.", calls.done("skills", Map.of("action", "list")));
        skill("work/pdf", "---\nname: pdf\ndescription: \"Make: PDFs\"\n---\n# How\nDo it.\n");
        skill("plain", "# A plain one\n");
        assertEquals("- pdf: Make: PDFs\n- plain: A plain one", calls.done("skills", Map.of("action", "list")));
        assertEquals("# How\nDo it.", calls.done("skills", Map.of("action", "read", "name", "pdf")));
        assertEquals("work", new SkillFolder(context.home()).all().get(0).category());
        assertTrue(
                calls.failed("skills", Map.of("action", "read", "name", "none")).contains("no such skill"));
    }

    @Test
    void readsWhatStandsBesideItAndNothingElse() throws IOException {
        Path folder = skill("pdf", "x");
        Files.writeString(folder.resolve("more.md"), "more");
        Files.writeString(context.home().resolve("secret"), "secret");
        Files.createSymbolicLink(folder.resolve("link"), context.home().resolve("secret"));
        assertEquals("more", calls.done("skills", Map.of("action", "read", "name", "pdf", "file", "more.md")));
        for (String file : List.of("../../secret", "link", context.home() + "/secret", "absent")) {
            calls.failed("skills", Map.of("action", "read", "name", "pdf", "file", file));
        }
    }

    @Test
    void aBrokenFrontMatterDoesNotHideTheRest() throws IOException {
        skill("a", "---\nname: [unclosed\n---\nText");
        skill("b", "---\nnothing closes it");
        skill("c", "---\nname: !!javax.script.ScriptEngineManager []\n---\nText");
        List<String> names =
                new SkillFolder(context.home()).all().stream().map(Skill::name).toList();
        assertEquals(List.of("a", "b", "c"), names);
    }

    @Test
    void namesTheVariablesItNeeds() {
        Skill listed = Skill.read("a", "", "---\nrequired_environment_variables: [ONE, {name: TWO}, 3]\n---\n");
        assertEquals(List.of("ONE", "TWO"), listed.environment());
    }
}

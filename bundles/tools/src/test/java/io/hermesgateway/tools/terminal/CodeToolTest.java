package io.hermesgateway.tools.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.tool.Assessment;
import io.hermesgateway.tools.Calls;
import io.hermesgateway.tools.skills.SkillFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class CodeToolTest {
    @TempDir
    Path root;

    private TestContext context;
    private Calls calls;

    @BeforeEach
    void open() {
        context = new TestContext(root);
        calls = new Calls(List.of(new CodeTool(TestContext.JSON, context.terminal())), FakeRun.of(root));
    }

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void runsCodeAsItIs() {
        String code = "x='a  b'\necho \"$x $((1+2))\"\ncat <<END_OF_CODE\ninner\nEND_OF_CODE\n";
        assertEquals("a  b 3\ninner", calls.done("execute_code", Map.of("language", "bash", "code", code)));
        assertTrue(calls.failed("execute_code", Map.of("language", "bash", "code", "exit 3"))
                .contains("status 3"));
        assertTrue(calls.failed("execute_code", Map.of("language", "cobol", "code", ""))
                .contains("`language`"));
        assertTrue(calls.failed("execute_code", Map.of()).contains("`code` is missing"));
    }

    @Test
    void isJudgedAsAProgramOnTheCommandLineWouldBe() {
        Assessment.Ask ask = assertInstanceOf(
                Assessment.Ask.class, calls.assess("execute_code", Map.of("code", "import os\nos.remove('x')")));
        assertTrue(ask.command().contains("os.remove('x')"), ask.command());
        assertInstanceOf(
                Assessment.Forbidden.class,
                calls.assess("execute_code", Map.of("language", "bash", "code", "rm -rf /")));
    }

    @Test
    void aSkillNamesWhatItNeedsButNeverTheGatewaysKeys() throws IOException {
        Path skill = Files.createDirectories(context.home().resolve("skills/maps"));
        Files.writeString(
                skill.resolve("SKILL.md"),
                "---\nrequired_environment_variables: [MAPS_KEY, API_SERVER_KEY, HERMES_SECRET]\n---\n");
        Set<String> names = CodeTool.environment(new SkillFolder(context.home()));
        assertEquals(Set.of("MAPS_KEY", "HERMES_HOME", "HERMES_PROFILE", "HERMES_CONFIG", "HERMES_ENV"), names);
        Map<String, String> environment =
                new TreeMap<>(Map.of("MAPS_KEY", "m", "API_SERVER_KEY", "s", "HERMES_HOME", "h", "PATH", "/bin"));
        new Surroundings(List.of(), () -> names).limit(environment);
        assertEquals(Set.of("HERMES_HOME", "MAPS_KEY", "PATH"), environment.keySet());
        assertFalse(environment.containsValue("s"));
    }
}

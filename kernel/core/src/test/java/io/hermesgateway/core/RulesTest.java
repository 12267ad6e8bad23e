package io.hermesgateway.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hermesgateway.config.Configuration;
import io.hermesgateway.core.approval.ApprovalRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesTest {
    @TempDir
    Path home;

    private Rules rules(String yaml) throws IOException {
        Files.writeString(home.resolve("config.yaml"), yaml);
        Configuration configuration = Configuration.load(home, Map.of());
        return new Rules(() -> configuration, platform -> Optional.empty(), always -> {});
    }

    @Test
    void theBuiltInAgentServesAsSoonAsAModelIsNamedAnywhere() throws IOException {
        for (String yaml : new String[] {
            "model: {default: m}", "model: {provider: p}", "providers: {p: {base_url: 'https://a/v1', model: m}}"
        }) {
            assertEquals("builtin", rules(yaml).agentKind(true), yaml);
            assertEquals("demo", rules(yaml).agentKind(false), yaml);
        }
        assertEquals("demo", rules("providers: {p: {base_url: 'https://a/v1'}}").agentKind(true));
        assertEquals("demo", rules("{}").agentKind(true));
        assertEquals("acp", rules("{model: {default: m}, agent: {kind: acp}}").agentKind(true));
    }

    @Test
    void eachPlaceMayHaveItsOwnWayToDecide() throws IOException {
        Rules rules = rules(
                "{approvals: {mode: smart}, platforms: {api_server: {approval_mode: deny}, cli: {approval_mode: off}}}");
        assertEquals(ApprovalRules.Mode.SMART, rules.mode("qqbot"));
        assertEquals(ApprovalRules.Mode.DENY, rules.mode("api_server"));
        assertEquals(ApprovalRules.Mode.OFF, rules.mode("cli"));
        assertEquals(
                ApprovalRules.Mode.MANUAL, rules("approvals: {mode: sometimes}").mode("qqbot"));
    }

    @Test
    void theClockMayBeAllowedWhatOtherUnattendedWorkIsNot() throws IOException {
        Rules rules = rules("approvals: {cron_mode: approve}");
        assertEquals(true, rules.allowUnattended("cron"));
        assertEquals(false, rules.allowUnattended("api_server"));
    }
}

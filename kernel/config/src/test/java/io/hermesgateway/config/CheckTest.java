package io.hermesgateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hermesgateway.spi.settings.SettingsSpec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {
    @TempDir
    Path folder;

    private Home home;

    @BeforeEach
    void makeHome() {
        home = new Home(folder);
    }

    @Test
    void answersAnUnknownKeyWithLineAndDidYouMean() {
        home.yaml(
                "platforms:\n  qqbot:\n    enabled: false\n    app_idd: 1\ngatway: { port: 1 }\ngateway: { prot: 1 }\n");
        assertEquals(
                List.of(
                        "config.yaml:4: platforms.qqbot.app_idd: unknown key; did you mean app_id?",
                        "config.yaml:5: gatway: unknown key; did you mean gateway?",
                        "config.yaml:6: gateway.prot: unknown key; did you mean port?"),
                home.problems());
        List<Problem> problems = home.load().check(Home.SPECS);
        assertEquals("platforms.qqbot", problems.get(0).section());
        assertEquals(5, problems.get(0).place().column());
        assertEquals("gateway", problems.get(2).section());
        assertTrue(problems.stream().allMatch(Problem::isError));
    }

    @Test
    void pointsToThePlaceWhereAMisplacedKeyBelongs() {
        home.yaml("timeout: 60\nqqbot: { app_id: 1 }\nxyzzyx: 1\n");
        assertEquals(
                List.of(
                        "config.yaml:1: timeout: unknown key; did you mean approvals.timeout?",
                        "config.yaml:2: qqbot: unknown key",
                        "config.yaml:3: xyzzyx: unknown key"),
                home.problems());
    }

    @Test
    void warnsOnceAboutWhatHasNoEffectHere() {
        home.yaml("security: { tirith_enabled: true, redact_secrets: true }\ndatabase:\n  journal_mode: wal\n");
        assertEquals(
                List.of("config.yaml:1: security: has no effect here", "config.yaml:2: database: has no effect here"),
                home.problems());
        assertFalse(home.load().check(Home.SPECS).get(0).isError());
    }

    @Test
    void warnsAboutAPlatformThatNobodyServes() {
        home.yaml("platforms:\n  slack: { token: abc, whatever: { x: 1 } }\n  qqbt: { app_id: 1 }\n");
        assertEquals(
                List.of(
                        "config.yaml:2: platforms.slack: no installed plugin serves this platform",
                        "config.yaml:3: platforms.qqbt: no installed plugin serves this platform; did you mean qqbot?"),
                home.problems());
        assertTrue(home.load().check(Home.SPECS).stream().noneMatch(Problem::isError));
    }

    @Test
    void knowsEveryDocumentedKey() {
        home.yaml(
                """
                model: { default: m, provider: p, base_url: "https://x/v1", api_key: abcdef, api_mode: chat_completions, default_headers: { X-A: b }, streaming: true, context_length: 128000 }
                providers:
                  p: { base_url: "https://x/v1", api_key: abcdef, key_cmd: "pass p", api_mode: chat_completions, model: m, models: { m: { context_length: 1 } }, extra_headers: { A: b }, request_timeout_seconds: 600, stale_timeout_seconds: 120 }
                custom_providers: [{ name: x, base_url: "https://x" }]
                fallback_providers: [{ provider: p, model: m }]
                approvals: { mode: off, timeout: 1, cron_mode: deny, single_query_mode: deny, unattended_mode: deny, deny: ["rm *"], denial_breaker_threshold: 3, mcp_reload_confirm: true, destructive_slash_confirm: true, approvers: admins }
                command_allowlist: [x]
                security: { approval: { transport: builtin }, redact_secrets: true }
                gateway: { host: 127.0.0.1, port: 8642, public_url: "", delivery_ledger: x, systemd_watchdog_seconds: 1, multiplex_profiles: true, multiplex_profile_allowlist: [], restart_loop_guard: {}, scale_to_zero: {}, message_timestamps: true, proxy_url: x, relay_url: y, drain_timeout: 60, allowed_hosts: [] }
                platforms:
                  qqbot: { enabled: false, home_channel: h, reply_to_mode: off, gateway_restart_notification: true, typing_indicator: true, channel_overrides: { c: { model: m } }, extra: { allow_from: [a], group_allow_from: [b], allow_admin_from: [c], user_allowed_commands: [d], dm_policy: open, group_policy: open } }
                streaming: { enabled: true }
                display: { busy_input_mode: queue, busy_ack_enabled: true, tool_progress: all, tool_progress_grouping: x, background_process_notifications: all }
                session_reset: { mode: none }
                group_sessions_per_user: true
                thread_sessions_per_user: false
                unauthorized_dm_behavior: ignore
                agent: { kind: acp, command: ["claude-code-acp"], cwd: "~/work", max_turns: 60, agent_cache: { max_size: 128, idle_ttl_secs: 3600, memory_high_mb: auto } }
                cron: { provider: x, wrap_response: true, catch_up_missed: true, script_timeout_seconds: 1 }
                kanban: { anything: 1 }
                database: { journal_mode: wal }
                runtime: { nofile_soft_limit: 4096 }
                plugins: { enabled: [a], disabled: [b] }
                terminal: { env_passthrough: [] }
                console: { enabled: true, tokens: [{ name: ann, role: viewer, token: "t" }] }
                store: { kind: postgres, url: "jdbc:postgresql://h/d", user: u, password: abcdef }
                compression: { threshold_tokens: 1 }
                journal: { max_bytes: 1000 }
                """);
        assertEquals(
                List.of(),
                home.load().check(Home.SPECS).stream()
                        .filter(Problem::isError)
                        .map(Problem::text)
                        .toList());
    }

    @Test
    void reportsAKeyThatIsSetTwice() {
        home.yaml("gateway:\n  port: 1\n  port: 2\ngateway: { host: x }\n");
        assertEquals(
                List.of(
                        "config.yaml:3: gateway.port: is set twice; keep one",
                        "config.yaml:4: gateway: is set twice; keep one"),
                home.problems());
        assertEquals(1L, home.load().kernel().get(KernelSettings.PORT));
    }

    @Test
    void reportsAValueWhereASectionBelongsAndTheOtherWayRound() {
        home.yaml("gateway: 5\napprovals: [a]\nagent: { kind: { x: 1 } }\nplatforms: x\n");
        assertEquals(
                List.of(
                        "config.yaml:1: gateway: must be a section with keys",
                        "config.yaml:2: approvals: must be a section with keys",
                        "config.yaml:3: agent.kind: must be a single value",
                        "config.yaml:4: platforms: must be a section with keys"),
                home.problems());
    }

    @Test
    void namesTheVariableWithABadValue() {
        home.env("\nQQ_APP_ID=1\nQQ_CLIENT_SECRET=your-secret\nQQ_SANDBOX=perhaps\n")
                .process("API_SERVER_PORT", "x");
        List<Problem> problems = home.load().check(Home.SPECS);
        assertEquals(
                List.of(
                        "environment: API_SERVER_PORT: must be a whole number",
                        ".env:3: QQ_CLIENT_SECRET: is still the placeholder of an example; put your own value there",
                        ".env:4: QQ_SANDBOX: must be true or false"),
                problems.stream().map(Problem::text).toList());
        assertEquals(
                List.of("gateway", "platforms.qqbot", "platforms.qqbot"),
                problems.stream().map(Problem::section).toList());
    }

    @Test
    void tellsWhichComponentsAProblemConcerns() {
        home.yaml(
                "platforms:\n  qqbot:\n    proxyy: 1\n    app_id: 1\n    client_secret: abcdef\n    accounts:\n      a: { app_id: 2, client_secret: abcdef, sandbx: no }\n");
        List<Problem> problems = home.load().check(Home.SPECS);
        assertEquals(2, problems.size());
        assertTrue(problems.get(0).concerns("platforms.qqbot"));
        assertTrue(problems.get(0).concerns("platforms.qqbot.accounts.a"));
        assertFalse(problems.get(0).concerns("platforms.qqbot2"));
        assertFalse(problems.get(1).concerns("platforms.qqbot"));
        assertTrue(problems.get(1).concerns("platforms.qqbot.accounts.a"));
        assertFalse(problems.get(1).concerns("gateway"));
    }

    @Test
    void refusesAccountNamesThatMakeNoId() {
        home.yaml(
                "platforms: { qqbot: { accounts: { 'a.b': { enabled: no }, 'c d': { enabled: no }, e-F_1: { enabled: no } } } }\n");
        assertEquals(
                List.of("platforms.qqbot.accounts.a\\.b", "platforms.qqbot.accounts.c d"),
                home.load().check(Home.SPECS).stream().map(Problem::key).toList());
    }

    @Test
    void acceptsTheBlockThatIsDocumented() {
        home.yaml(
                """
                model:    { provider: openkey, default: gpt-4o-mini, context_length: 128000 }
                providers:
                  openkey: { base_url: "https://openkey.example/v1", api_key: "sk-…", key_env: OPENKEY_API_KEY, api_mode: chat_completions, request_timeout_seconds: 600, stale_timeout_seconds: 120 }
                agent:    { kind: builtin, max_turns: 60 }
                gateway:  { host: 127.0.0.1, port: 8642, public_url: "" }
                terminal: { env_passthrough: [] }
                console:  { enabled: true, tokens: [{ name: ann, role: viewer, token: "${ANN_TOKEN}" }] }
                approvals: { mode: manual, timeout: 3600, unattended_mode: deny, approvers: requester, deny: [] }
                command_allowlist: []
                store:    { kind: sqlite }
                platforms:
                  api_server: { enabled: true, key: "", cors_origins: [], model_name: hermes-agent, max_concurrent_runs: 10 }
                  qqbot:    { enabled: true, app_id: "", client_secret: "", sandbox: false }
                """);
        home.env("OPENKEY_API_KEY=sk-real-key-1\nANN_TOKEN=ann-token\nQQ_APP_ID=1\nQQ_CLIENT_SECRET=abcdef\n");
        assertEquals(
                List.of("config.yaml:12: platforms.api_server: no installed plugin serves this platform"),
                home.problems());
    }

    @Test
    void acceptsAnchorsAndMergedSections() {
        home.yaml(
                """
                providers:
                  a: &a { base_url: "https://a/v1", model: m }
                  b: { <<: *a, model: n }
                  c: *a
                """);
        assertEquals(List.of(), home.problems());
        assertEquals(
                List.of("n"),
                home.load().show(Home.SPECS, false).stream()
                        .filter(row -> row.key().equals("providers.b.model"))
                        .map(Configuration.Row::value)
                        .toList());
    }

    @Test
    void reportsLinesOfDotEnvThatAreNoAssignments() {
        home.env("export A=1\nthis is nothing\nB='unclosed\n");
        assertEquals(
                List.of(
                        ".env:2: is not a NAME=value line and is skipped",
                        ".env:3: B: a quote is not closed, or text follows it; the value is taken as it stands"),
                home.problems());
    }

    @Test
    void countsTypingMistakes() {
        assertEquals(0, Check.distance("port", "port"));
        assertEquals(1, Check.distance("prt", "port"));
        assertEquals(2, Check.distance("prot", "port"));
        assertEquals(4, Check.distance("", "port"));
        assertEquals(3, Check.distance("kitten", "sitting"));
    }

    @Test
    void tellsWhereSettingsDoNotFitEachOther() {
        SettingsSpec spec = Home.QQ.judgedBy(settings -> List.of(
                new SettingsSpec.Finding("platforms.qqbot.sandbox", "does not go with this app", true),
                new SettingsSpec.Finding("platforms.qqbot.client_secret", "is short", false)));
        home.yaml("platforms:\n  qqbot:\n    app_id: 1\n    sandbox: true\n").env("QQ_CLIENT_SECRET=12345678\n");
        List<Problem> problems = home.load().check(List.of(spec));
        assertEquals(
                List.of(
                        "config.yaml:2: platforms.qqbot.client_secret: is short",
                        "config.yaml:4: platforms.qqbot.sandbox: does not go with this app"),
                problems.stream().map(Problem::text).toList());
        assertEquals(
                List.of(false, true), problems.stream().map(Problem::isError).toList());
    }

    @Test
    void aRuleThatStumblesSaysSo() {
        SettingsSpec spec = Home.QQ.judgedBy(settings -> {
            throw new IllegalStateException("oops");
        });
        assertEquals(
                List.of("config.yaml: platforms.qqbot: cannot be judged: oops"),
                home.load().check(List.of(spec)).stream().map(Problem::text).toList());
    }
}

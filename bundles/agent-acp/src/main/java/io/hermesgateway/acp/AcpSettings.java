package io.hermesgateway.acp;

import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.spi.settings.SettingsSpec;
import io.hermesgateway.spi.settings.Types;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which agent is run, and how. */
record AcpSettings(
        List<String> command,
        String cwd,
        Map<String, String> environment,
        List<String> passed,
        long mostChildren,
        Duration silence) {
    private static final Setting<List<String>> COMMAND =
            Setting.of("command", Types.LIST, List.of(), "The command of an agent that speaks ACP.");
    private static final Setting<String> CWD =
            Setting.of("cwd", Types.TEXT, "", "Where the agent works; the session's own folder unless given.");
    private static final Setting<Map<String, Object>> ENVIRONMENT =
            Setting.of("env", Types.TREE, Map.of(), "Environment variables for the agent.");
    private static final Setting<List<String>> PASSED = Setting.of(
            "env_passthrough", Types.LIST, List.of(), "Variables of the gateway's environment that the agent may see.");
    private static final Setting<Long> MOST =
            Setting.of("max_children", Types.NUMBER, 4L, "How many processes of the agent may run at once.");
    private static final Setting<Duration> SILENCE = Setting.of(
            "silence_timeout", Types.SECONDS, Duration.ofMinutes(30), "After how long without a sign it is given up.");

    static final SettingsSpec SPEC = SettingsSpec.of("agent", COMMAND, CWD, ENVIRONMENT, PASSED, MOST, SILENCE);

    static AcpSettings of(Settings settings) {
        Map<String, String> environment = new LinkedHashMap<>();
        settings.get(ENVIRONMENT).forEach((name, value) -> environment.put(name, String.valueOf(value)));
        return new AcpSettings(
                settings.get(COMMAND),
                settings.get(CWD),
                environment,
                settings.get(PASSED),
                Math.max(1, settings.get(MOST)),
                settings.get(SILENCE));
    }
}

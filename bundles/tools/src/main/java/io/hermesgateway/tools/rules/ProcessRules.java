package io.hermesgateway.tools.rules;

import io.hermesgateway.tools.shell.Word;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Services, signals and the power switch. */
public final class ProcessRules implements Rule {
    private static final Set<String> STOPPING = Set.of("stop", "restart", "disable", "mask");
    private static final Set<String> POWER = Set.of("poweroff", "reboot", "halt", "kexec");

    @Override
    public void check(Invocation run, Findings findings) {
        switch (run.name()) {
            case "shutdown", "reboot", "halt", "poweroff", "stop-computer", "restart-computer" -> power(run, findings);
            case "init" -> level(run, Hardline.INIT_LEVEL, findings);
            case "telinit" -> level(run, Hardline.TELINIT_LEVEL, findings);
            case "systemctl", "loginctl" -> systemctl(run, findings);
            case "service", "rc-service" -> service(run, findings);
            case "kill" -> kill(run, findings);
            case "pkill" -> pkill(run, findings);
            case "killall" -> killall(run, findings);
            default -> {}
        }
    }

    private static void power(Invocation run, Findings findings) {
        if (!run.longFlag("--help", 3) && !run.longFlag("--version", 6)) {
            findings.forbid(Hardline.SHUTDOWN);
        }
    }

    private static void level(Invocation run, Hardline line, Findings findings) {
        if (run.has("0", "6")) {
            findings.forbid(line);
        }
    }

    private static void systemctl(Invocation run, Findings findings) {
        List<Word> operands = run.operands();
        for (int i = 0; i < operands.size(); i++) {
            String verb = operands.get(i).text();
            boolean target = i > 0 && POWER.stream().anyMatch(power -> verb.equals(power + ".target"));
            if ((i == 0 && POWER.contains(verb)) || target) {
                findings.forbid(Hardline.SYSTEMCTL_POWER);
            }
            if (i <= 1 && STOPPING.contains(verb)) {
                findings.ask(Danger.STOP_SERVICE);
            }
        }
    }

    private static void service(Invocation run, Findings findings) {
        if (run.arguments().size() > 1 && STOPPING.contains(run.argument(1))) {
            findings.ask(Danger.STOP_SERVICE);
        }
    }

    /** {@code kill -1 PID} is a hang-up; {@code -1} in the place of a process id means every process. */
    private static void kill(Invocation run, Findings findings) {
        List<Word> words = run.arguments();
        int first = 0;
        String signal = run.argument(0);
        if (signal.equals("-s") || signal.equals("-n") || signal.equals("--signal")) {
            first = 2;
        } else if (signal.equals("--")) {
            first = 1;
        } else if (signal.startsWith("-") && words.size() > 1) {
            first = 1;
        }
        for (int i = first; i < words.size(); i++) {
            if (words.get(i).text().equals("-1")) {
                findings.forbid(Hardline.KILL_ALL);
            }
        }
    }

    private static boolean killSignal(String text) {
        String signal = text.toUpperCase(Locale.ROOT);
        return signal.equals("9") || signal.equals("KILL") || signal.equals("SIGKILL");
    }

    private static boolean killFlag(Invocation run) {
        return run.arguments().stream()
                .map(Word::text)
                .anyMatch(text -> text.startsWith("-") && killSignal(text.substring(1)));
    }

    private static boolean namedSignal(Invocation run) {
        return run.values('s', "--signal").stream().anyMatch(word -> killSignal(word.text()));
    }

    private static void pkill(Invocation run, Findings findings) {
        if (killFlag(run) || namedSignal(run)) {
            findings.ask(Danger.FORCE_KILL);
        }
    }

    private static void killall(Invocation run, Findings findings) {
        if (killFlag(run)) {
            findings.ask(Danger.KILLALL_KILL);
        }
        if (namedSignal(run)) {
            findings.ask(Danger.KILLALL_SIGNAL_KILL);
        }
        if (run.flag('r') || run.longFlag("--regexp", 4)) {
            findings.ask(Danger.KILLALL_REGEX);
        }
    }
}

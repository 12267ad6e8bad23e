package io.hermesgateway.tools.rules;

import java.util.Set;

/** Removing installed software through a package manager. */
public final class PackageRules implements Rule {
    private static final Set<String> VALUED = Set.of(
            "--prefix",
            "--cwd",
            "-C",
            "--dir",
            "--registry",
            "--proxy",
            "--https-proxy",
            "--cache",
            "-w",
            "--workspace",
            "--filter",
            "-F",
            "--index-url",
            "-i",
            "--python",
            "--log",
            "--timeout",
            "--retries",
            "--trusted-host",
            "--userconfig",
            "--location",
            "--loglevel");

    @Override
    public void check(Invocation run, Findings findings) {
        boolean removes =
                switch (run.name()) {
                    case "npm" ->
                        Set.of("uninstall", "unlink", "remove", "rm", "r", "un").contains(verb(run, 0));
                    case "pnpm" -> Set.of("uninstall", "remove", "rm", "un").contains(verb(run, 0));
                    case "yarn" -> yarn(run);
                    case "brew" -> Set.of("uninstall", "remove", "rm").contains(verb(run, 0));
                    case "uv" -> run.argument(0).equals("pip") && verb(run, 1).equals("uninstall");
                    default -> python(run);
                };
        if (removes) {
            findings.ask(Danger.PACKAGE_UNINSTALL);
        }
    }

    private static boolean yarn(Invocation run) {
        int at = verbIndex(run, 0);
        at = run.argument(at).equals("global") ? verbIndex(run, at + 1) : at;
        return run.argument(at).equals("uninstall") || run.argument(at).equals("remove");
    }

    private static boolean python(Invocation run) {
        String name = run.name();
        if (name.equals("pip") || name.startsWith("pip3") || name.equals("pip2")) {
            return verb(run, 0).equals("uninstall");
        }
        boolean module = name.startsWith("python")
                && run.argument(0).equals("-m")
                && run.argument(1).equals("pip");
        return module && verb(run, 2).equals("uninstall");
    }

    private static String verb(Invocation run, int from) {
        return run.argument(verbIndex(run, from));
    }

    private static int verbIndex(Invocation run, int from) {
        int at = from;
        while (run.argument(at).startsWith("-")) {
            at += VALUED.contains(run.argument(at)) ? 2 : 1;
        }
        return at;
    }
}

package io.hermesgateway.tools.rules;

import io.hermesgateway.tools.shell.Word;
import java.util.List;
import java.util.Set;

/** Containers: another daemon than the local one, and stopping what runs. */
public final class ContainerRules implements Rule {
    private static final Set<String> LIFECYCLE = Set.of("stop", "kill", "restart");
    private static final Set<String> ENVIRONMENT =
            Set.of("DOCKER_HOST=", "DOCKER_CONTEXT=", "CONTAINER_HOST=", "CONTAINER_CONNECTION=");

    @Override
    public void check(Invocation run, Findings findings) {
        run.assignments().forEach(word -> environment(word.text(), findings));
        switch (run.name()) {
            case "docker", "nerdctl" -> docker(run, findings);
            case "podman" -> podman(run, findings);
            case "docker-compose", "podman-compose" -> compose(run, 0, findings);
            case "export", "env", "declare" -> run.arguments().forEach(word -> environment(word.text(), findings));
            default -> {}
        }
    }

    private static void environment(String text, Findings findings) {
        if (text.length() > 12
                && ENVIRONMENT.stream().anyMatch(name -> text.startsWith(name) && text.length() > name.length())) {
            findings.ask(Danger.DOCKER_ENVIRONMENT);
        }
    }

    private static void docker(Invocation run, Findings findings) {
        int verb = 0;
        while (run.argument(verb).startsWith("-")) {
            String option = run.argument(verb);
            if (isOption(option, "-H", "--host")) {
                findings.ask(Danger.DOCKER_HOST);
            } else if (isOption(option, "-c", "--context")) {
                findings.ask(Danger.DOCKER_CONTEXT);
            }
            verb += takesNext(option) ? 2 : 1;
        }
        if (run.argument(verb).equals("context") && run.argument(verb + 1).equals("use")) {
            findings.ask(Danger.DOCKER_CONTEXT_USE);
        }
        verb(run, verb, findings);
    }

    private static void podman(Invocation run, Findings findings) {
        int verb = 0;
        while (run.argument(verb).startsWith("-")) {
            String option = run.argument(verb);
            if (isOption(option, "--url", "--connection") || isOption(option, "--identity", "--identity")) {
                findings.ask(Danger.PODMAN_URL);
            } else if (option.equals("-r") || option.equals("--remote") || option.startsWith("--remote=")) {
                findings.ask(Danger.PODMAN_REMOTE);
            }
            verb += takesNext(option) ? 2 : 1;
        }
        verb(run, verb, findings);
    }

    private static void verb(Invocation run, int at, Findings findings) {
        String verb = run.argument(at);
        if (verb.equals("compose")) {
            compose(run, at + 1, findings);
        } else if (LIFECYCLE.contains(verb)
                || ((verb.equals("container") || verb.equals("pod")) && LIFECYCLE.contains(run.argument(at + 1)))) {
            findings.ask(Danger.DOCKER_LIFECYCLE);
        }
    }

    private static void compose(Invocation run, int from, Findings findings) {
        List<Word> words = run.arguments();
        for (int i = from; i < words.size(); i++) {
            String word = words.get(i).text();
            if (LIFECYCLE.contains(word) || word.equals("down")) {
                findings.ask(Danger.COMPOSE_LIFECYCLE);
                return;
            }
            boolean option = word.startsWith("-");
            if (!option) {
                return;
            }
            i += composeTakesNext(word) ? 1 : 0;
        }
    }

    private static boolean composeTakesNext(String option) {
        return switch (option) {
            case "-f",
                    "--file",
                    "-p",
                    "--project-name",
                    "--profile",
                    "--env-file",
                    "--project-directory",
                    "--ansi",
                    "--parallel",
                    "--progress" -> true;
            default -> false;
        };
    }

    private static boolean isOption(String text, String one, String other) {
        boolean glued = !one.startsWith("--") && text.startsWith(one) && !text.startsWith("--");
        return text.equals(one)
                || text.equals(other)
                || text.startsWith(one + "=")
                || text.startsWith(other + "=")
                || glued;
    }

    private static boolean takesNext(String option) {
        return switch (option) {
            case "-H",
                    "--host",
                    "-c",
                    "--context",
                    "--config",
                    "-l",
                    "--log-level",
                    "--tlscacert",
                    "--tlscert",
                    "--tlskey",
                    "--url",
                    "--connection",
                    "--identity",
                    "--root",
                    "--runroot",
                    "--namespace",
                    "-n" -> true;
            default -> false;
        };
    }
}

package io.hermesgateway.tools.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts commands behind a small wrapper. The wrapper leads a session of its own, says its process id and waits for a
 * word before it does anything: so the id can be written down first. If the gateway dies before the word, the wrapper
 * reads the end of its input and leaves, and nothing has happened.
 */
final class Launcher {
    private static final String WRAPPER =
            """
            printf '%s\\n' "$$"
            IFS= read -r word && [ "$word" = go ] || exit 125
            exec > /dev/null
            : > "$1/began" || exit 125
            "$2" "$1/command" > "$1/output" 2>&1 < /dev/null
            printf '%s\\n' "$?" > "$1/status.new" && mv -f "$1/status.new" "$1/status"
            """;

    private final Surroundings surroundings;
    private final ProcessTable table;

    Launcher(Surroundings surroundings, ProcessTable table) {
        this.surroundings = surroundings;
        this.table = table;
    }

    /** A wrapper that waits for the word. */
    static final class Ready {
        private final Process process;
        private final Identity identity;

        private Ready(Process process, Identity identity) {
            this.process = process;
            this.identity = identity;
        }

        Identity identity() {
            return identity;
        }

        Process process() {
            return process;
        }

        /** Lets the command begin. */
        void go() throws IOException {
            try (OutputStream in = process.getOutputStream()) {
                in.write("go\n".getBytes(StandardCharsets.UTF_8));
            }
        }

        /** Sends the wrapper away; nothing of the command runs. */
        void abandon() {
            process.destroyForcibly();
        }
    }

    Ready start(CallFolder folder, String command, Path workdir, String mark, long deadline) throws IOException {
        folder.prepare(command);
        ProcessBuilder builder = new ProcessBuilder(words(folder));
        builder.directory(workdir.toFile());
        surroundings.limit(builder.environment());
        builder.environment().put(ProcessTable.MARK, mark);
        builder.redirectError(Redirect.DISCARD);
        Process process = builder.start();
        try {
            // Left open: the wrapper closes its end, and the pipe goes with the process.
            BufferedReader said =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line = said.readLine();
            if (line == null) {
                throw new IOException("the shell did not start");
            }
            long pid = Long.parseLong(line.strip());
            return new Ready(process, table.identify(pid, mark, deadline));
        } catch (IOException | NumberFormatException failed) {
            process.destroyForcibly();
            throw new IOException("The command could not be started: " + failed.getMessage(), failed);
        }
    }

    private static List<String> words(CallFolder folder) {
        List<String> words = new ArrayList<>();
        for (String setsid : List.of("/usr/bin/setsid", "/bin/setsid")) {
            if (words.isEmpty() && Files.isExecutable(Path.of(setsid))) {
                words.add(setsid);
            }
        }
        words.addAll(List.of("/bin/sh", "-c", WRAPPER, "wrapper", folder.path().toString(), shell()));
        return words;
    }

    private static String shell() {
        return Files.isExecutable(Path.of("/bin/bash")) ? "/bin/bash" : "/bin/sh";
    }
}

package io.hermesgateway.tools.files;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.tool.Assessment;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.ToolRun;
import io.hermesgateway.spi.tool.ToolScope;
import io.hermesgateway.spi.tool.ToolSpec;
import io.hermesgateway.tools.call.Arguments;
import io.hermesgateway.tools.call.Arguments.Unusable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Shows a part of a text file with line numbers, or what is in a folder. */
final class ReadFileTool extends FileTool {
    private static final String PARAMETERS =
            """
            {"type":"object","properties":{\
            "path":{"type":"string","description":"The file; relative to the session's own folder."},\
            "offset":{"type":"integer","description":"The first line to show, 1 unless given."},\
            "limit":{"type":"integer","description":"How many lines, 500 unless given, at most 2000."}},\
            "required":["path"]}""";
    private static final int LONGEST_LINE = 2_000;
    private static final int MOST_CHARACTERS = 100_000;
    private static final int MOST_NAMES = 200;

    ReadFileTool(ObjectMapper json, Reach reach) {
        super(json, reach);
    }

    @Override
    public ToolSpec spec() {
        return new ToolSpec(
                "read_file",
                "Shows a text file with line numbers, a part at a time; for a folder, what is in it.",
                PARAMETERS);
    }

    @Override
    protected Assessment judge(Arguments arguments, ToolScope scope) throws Unusable {
        return reach().toRead(file(arguments, scope));
    }

    @Override
    protected ToolResult work(Arguments arguments, ToolRun run) throws Unusable, IOException {
        Path file = file(arguments, run.scope());
        long first = Math.max(1, arguments.number("offset", 1, 0, Integer.MAX_VALUE));
        long limit = arguments.number("limit", 500, 2_000);
        if (Files.isDirectory(file)) {
            return ToolResult.done(file + " is a folder:\n" + names(file));
        }
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file + beside(file));
        }
        if (!Files.isRegularFile(file)) {
            return ToolResult.failed(file + " is a device or a pipe.");
        }
        return binary(file)
                ? ToolResult.failed(file + " is not a text file (" + Files.size(file) + " bytes).")
                : ToolResult.done(lines(file, first, limit));
    }

    /** Looking twice is harmless. */
    @Override
    public ToolResult recover(ToolCall call, ToolRun run) {
        return run(call, run);
    }

    private static boolean binary(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            for (byte b : in.readNBytes(8_192)) {
                if (b == 0) {
                    return true;
                }
            }
            return false;
        }
    }

    private static String lines(Path file, long first, long limit) throws IOException {
        StringBuilder shown = new StringBuilder();
        long at = 0;
        // Not Files.newBufferedReader, which would refuse the whole file for one foreign byte.
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                at++;
                if (at < first) {
                    continue;
                }
                if (at >= first + limit || shown.length() > MOST_CHARACTERS) {
                    return shown + "[there is more: go on with offset " + at + "]";
                }
                shown.append(at).append('|').append(cut(line)).append('\n');
            }
        }
        if (shown.length() > 0) {
            return shown.toString();
        }
        return at == 0 ? "(the file is empty)" : "(the file has only " + at + " lines)";
    }

    private static String cut(String line) {
        return line.length() <= LONGEST_LINE
                ? line
                : line.substring(0, LONGEST_LINE) + "… [" + line.length() + " characters]";
    }

    private static String names(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            List<String> names = all.map(path -> path.getFileName() + (Files.isDirectory(path) ? "/" : ""))
                    .sorted()
                    .limit(MOST_NAMES + 1L)
                    .collect(Collectors.toList());
            return names.size() > MOST_NAMES
                    ? String.join("\n", names.subList(0, MOST_NAMES)) + "\n…"
                    : String.join("\n", names);
        }
    }

    private static String beside(Path file) throws IOException {
        Path folder = file.getParent();
        return folder != null && Files.isDirectory(folder) ? "; beside it:\n" + names(folder) : "";
    }
}

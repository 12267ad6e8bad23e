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
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Finds text in files, or files by name. */
final class SearchFilesTool extends FileTool {
    private static final String PARAMETERS =
            """
            {"type":"object","properties":{\
            "pattern":{"type":"string","description":"content: a regular expression; files: a glob such as *.java."},\
            "target":{"type":"string","enum":["content","files"],"description":"content unless given."},\
            "path":{"type":"string","description":"Where; the session's own folder unless given."},\
            "file_glob":{"type":"string","description":"content: only in files with such names."},\
            "output_mode":{"type":"string","enum":["content","files_only","count"]},\
            "context":{"type":"integer","description":"content: lines to show before and after."},\
            "limit":{"type":"integer","description":"How many results, 50 unless given."},\
            "offset":{"type":"integer","description":"How many results to leave out first."}},\
            "required":["pattern"]}""";
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final InstantSource clock;

    SearchFilesTool(ObjectMapper json, Reach reach, InstantSource clock) {
        super(json, reach);
        this.clock = clock;
    }

    @Override
    public ToolSpec spec() {
        return new ToolSpec(
                "search_files",
                "Finds text in files by a regular expression, or files by a glob (newest first). Hidden folders and"
                        + " binary files are left out.",
                PARAMETERS);
    }

    @Override
    protected Assessment judge(Arguments arguments, ToolScope scope) throws Unusable {
        return reach().toRead(root(arguments, scope));
    }

    @Override
    public ToolResult recover(ToolCall call, ToolRun run) {
        return run(call, run);
    }

    private Path root(Arguments arguments, ToolScope scope) throws Unusable {
        String path = arguments.text("path", "");
        return path.isBlank() ? scope.folder() : reach().resolve(path, scope);
    }

    @Override
    protected ToolResult work(Arguments arguments, ToolRun run) throws Unusable, IOException {
        Path root = root(arguments, run.scope());
        if (!Files.exists(root)) {
            throw new NoSuchFileException(root.toString());
        }
        Page page = new Page(arguments.number("offset", 0, 0, Integer.MAX_VALUE), arguments.number("limit", 50, 1_000));
        Deadline deadline = new Deadline(clock, clock.instant().plus(LONGEST), run);
        FileWalk walk = new FileWalk(root, reach(), deadline);
        String pattern = arguments.required("pattern");
        if (arguments.text("target", "content").equals("files")) {
            return page.show(walk.newest(glob(pattern)), deadline);
        }
        ContentSearch search = new ContentSearch(
                regex(pattern),
                glob(arguments.text("file_glob", "*")),
                (int) arguments.number("context", 0, 0, 20),
                deadline);
        walk.files(search::look);
        return switch (arguments.text("output_mode", "content")) {
            case "files_only" -> page.show(search.files(), deadline);
            case "count" -> page.show(counts(search.counts()), deadline);
            default -> page.show(search.lines(), deadline);
        };
    }

    private static List<String> counts(Map<String, Integer> counts) {
        return new TreeMap<>(counts)
                .entrySet().stream()
                        .map(one -> one.getKey() + ":" + one.getValue())
                        .toList();
    }

    private static Pattern regex(String pattern) throws Unusable {
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException broken) {
            throw new Unusable("`pattern` is not a regular expression: " + broken.getDescription());
        }
    }

    private static PathMatcher glob(String glob) throws Unusable {
        try {
            // A bare name means that name anywhere, as people expect.
            return FileSystems.getDefault().getPathMatcher("glob:" + (glob.contains("/") ? glob : "**" + glob));
        } catch (IllegalArgumentException broken) {
            throw new Unusable("`" + glob + "` is not a glob.");
        }
    }

    /** Which of the results are shown. */
    private record Page(long offset, long limit) {
        ToolResult show(List<String> all, Deadline deadline) {
            List<String> shown = all.stream().skip(offset).limit(limit).toList();
            String end = deadline.passed() ? "\n[the search took too long and was ended; name a smaller folder]" : "";
            if (shown.isEmpty()) {
                return ToolResult.done((all.isEmpty() ? "Nothing was found." : "There are no more results.") + end);
            }
            long left = all.size() - offset - shown.size();
            String more = left > 0 ? "\n[" + left + " more; go on with offset " + (offset + shown.size()) + "]" : "";
            return ToolResult.done(String.join("\n", shown) + more + end);
        }
    }
}

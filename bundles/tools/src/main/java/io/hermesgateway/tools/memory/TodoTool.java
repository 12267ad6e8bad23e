package io.hermesgateway.tools.memory;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.spi.tool.ToolCall;
import io.hermesgateway.spi.tool.ToolResult;
import io.hermesgateway.spi.tool.ToolRun;
import io.hermesgateway.spi.tool.ToolSpec;
import io.hermesgateway.tools.call.Arguments;
import io.hermesgateway.tools.call.Arguments.Unusable;
import io.hermesgateway.tools.call.SimpleTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The list of what is to do in this session; it survives a compression of the transcript and a restart. */
final class TodoTool extends SimpleTool {
    private static final String PARAMETERS =
            """
            {"type":"object","properties":{\
            "todos":{"type":"array","description":"What to write; without it the list is read.","items":{\
            "type":"object","properties":{"id":{"type":"string"},"content":{"type":"string"},\
            "status":{"type":"string","enum":["pending","in_progress","completed","cancelled"]}},\
            "required":["id","content","status"]}},\
            "merge":{"type":"boolean","description":"Change only these; otherwise they are the whole new list."}}}""";
    private static final Set<String> STATES = Set.of("pending", "in_progress", "completed", "cancelled");
    private static final int MOST = 200;
    private static final int LONGEST = 2_000;

    /** One thing to do. */
    record Item(String id, String content, String status) {}

    private final ObjectMapper json;
    private final Path folder;

    TodoTool(ObjectMapper json, Path folder) {
        super(json);
        this.json = json;
        this.folder = folder;
    }

    @Override
    public ToolSpec spec() {
        return new ToolSpec(
                "todo",
                "The list of what is to do in this session: read it, write it as a whole, or change some of it. For"
                        + " work of several steps.",
                PARAMETERS);
    }

    @Override
    protected ToolResult work(Arguments arguments, ToolRun run) throws Unusable, IOException {
        String name = Notes.name(run.scope().sessionId()) + ".json";
        Map<String, Item> items = new LinkedHashMap<>();
        JsonNode given = arguments.node("todos");
        if (given == null || arguments.flag("merge")) {
            read(folder.resolve(name)).forEach(item -> items.put(item.id(), item));
        }
        if (given != null) {
            items(given).forEach(item -> items.put(item.id(), item));
            OwnFile.write(folder, name, json.writeValueAsBytes(items.values()));
        }
        return ToolResult.done(shown(items));
    }

    private static List<Item> items(JsonNode given) throws Unusable {
        if (!given.isArray() || given.size() > MOST) {
            throw new Unusable("`todos` must be a list of at most " + MOST + " items.");
        }
        List<Item> items = new ArrayList<>();
        for (JsonNode node : given) {
            Item item = new Item(
                    node.path("id").asText(""),
                    node.path("content").asText(""),
                    node.path("status").asText("pending"));
            if (item.id().isBlank() || item.content().length() > LONGEST || !STATES.contains(item.status())) {
                throw new Unusable("Each item needs `id`, `content` (at most " + LONGEST
                        + " characters) and `status` (one of pending, in_progress, completed, cancelled).");
            }
            items.add(item);
        }
        return items;
    }

    private List<Item> read(Path file) throws IOException {
        return Files.exists(file) ? json.readValue(file.toFile(), new TypeReference<>() {}) : List.of();
    }

    private static String shown(Map<String, Item> items) {
        StringBuilder text = new StringBuilder();
        items.values().forEach(item -> text.append('[')
                .append(item.status())
                .append("] ")
                .append(item.id())
                .append(": ")
                .append(item.content())
                .append('\n'));
        return text.length() == 0 ? "The list is empty." : text.toString().strip();
    }

    /** The same list written once more is the same list. */
    @Override
    public ToolResult recover(ToolCall call, ToolRun run) {
        return run(call, run);
    }
}

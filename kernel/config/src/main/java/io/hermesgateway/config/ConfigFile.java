package io.hermesgateway.config;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Edits config.yaml as text where a value stands, so that comments and order stay. The file is read anew for each edit,
 * and an edit counts only when the result, read back, differs in this one value: whatever YAML has in store, nothing
 * else is ever changed; what cannot be edited that way is refused.
 */
public final class ConfigFile {
    private static final Pattern BARE =
            Pattern.compile("(?!(?i:true|false|yes|no|on|off|null|y|n)$)[A-Za-z_][A-Za-z0-9_./@-]*|\\d+(\\.\\d+){3}");
    private static final String VARIABLE = "\\$(?=\\{[A-Za-z_])";

    private final Path path;

    public ConfigFile(Path path) {
        this.path = path;
    }

    /** What a person typed: a list in brackets, a section in braces, a number, a flag, or a text. */
    public static Object typed(String text) {
        try {
            Object value = read("v: " + text).raw("v");
            boolean collection = text.startsWith("[") || text.startsWith("{");
            return collection || value.toString().equals(text) ? value : text;
        } catch (FatalConfig noYaml) {
            return text;
        }
    }

    /** Sets the value of a dotted key: a text, number, flag, list or map. */
    public synchronized void set(String key, Object value) {
        save(text(), key, edited(key, value));
    }

    /** The whole text as it would be with this value. */
    String edited(String key, Object value) {
        String text = text();
        String edited = edited(text, YamlReader.compose(text), Tree.names(key), value);
        return verified(text, key, read("v: " + flow(value)).raw("v"), edited);
    }

    /** Adds a text to a list, taken literally; false when it was there. */
    public synchronized boolean add(String key, String item) {
        String text = text();
        String literal = item.replaceAll(VARIABLE, "\\$\\$");
        List<Object> items = items(text, key);
        if (items.contains(literal)) {
            return false;
        }
        items.add(literal);
        SequenceNode list = blockList(text, key);
        if (list == null) {
            set(key, items);
        } else {
            String line = " ".repeat(list.getStartMark().getColumn()) + "- " + flow(literal);
            save(text, key, verified(text, key, items, withLines(text, end(text, list), line)));
        }
        return true;
    }

    /** Removes a text from a list; false when it was not there. */
    public synchronized boolean remove(String key, String item) {
        String text = text();
        List<Object> items = items(text, key);
        int index = items.indexOf(item.replaceAll(VARIABLE, "\\$\\$"));
        if (index < 0) {
            return false;
        }
        items.remove(index);
        SequenceNode list = blockList(text, key);
        if (list == null || items.isEmpty()) {
            set(key, items);
        } else {
            Node node = list.getValue().get(index);
            int start = text.lastIndexOf('\n', index(text, node.getStartMark())) + 1;
            String edited = text.substring(0, start) + text.substring(lineEnd(text, end(text, node)));
            save(text, key, verified(text, key, items, edited));
        }
        return true;
    }

    private String text() {
        return TextFile.read(path).orElse("");
    }

    private static Tree read(String text) {
        return new YamlReader(null, new ArrayList<>()).read(text);
    }

    private static List<Object> items(String text, String key) {
        return read(text).raw(key) instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>();
    }

    private void save(String before, String key, String edited) {
        if (!before.equals(text())) {
            throw new GatewayException(KernelError.BUSY, "config.yaml is being edited; set " + key + " again");
        }
        TextFile.replace(path, edited, false);
    }

    private static String verified(String before, String key, Object value, String edited) {
        try {
            Tree now = read(edited);
            if (now.raw(key).equals(value) && others(now, key).equals(others(read(before), key))) {
                return edited;
            }
        } catch (FatalConfig broken) {
            throw refused(key);
        }
        throw refused(key);
    }

    private static GatewayException refused(String key) {
        String words = "config.yaml: " + key + " cannot be changed safely here; edit the file by hand";
        return new GatewayException(KernelError.BAD_SETTING, words);
    }

    private static Map<String, Object> others(Tree tree, String key) {
        Map<String, Object> others = new HashMap<>();
        tree.entries().forEach((name, entry) -> {
            if (entry.value() != null && tree.isSet(name) && !(name + ".").startsWith(key + ".")) {
                others.put(name, entry.value());
            }
        });
        return others;
    }

    private static String edited(String text, @Nullable Node node, List<String> names, Object value) {
        if (!(node instanceof MappingNode section)) {
            return node == null ? withLines(text, text.length(), lines(names, "", value)) : text;
        }
        NodeTuple tuple = tuple(section, names.get(0));
        List<String> below = names.subList(1, names.size());
        if (tuple == null) {
            return inserted(text, section, names, value);
        }
        return below.isEmpty() || YamlReader.isNothing(tuple.getValueNode())
                ? replaced(text, tuple, nested(below, value))
                : edited(text, tuple.getValueNode(), below, value);
    }

    private static @Nullable NodeTuple tuple(MappingNode section, String name) {
        for (NodeTuple tuple : section.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name)) {
                return tuple;
            }
        }
        return null;
    }

    private static @Nullable SequenceNode blockList(String text, String key) {
        Node node = YamlReader.compose(text);
        for (String name : Tree.names(key)) {
            NodeTuple tuple = node instanceof MappingNode section ? tuple(section, name) : null;
            node = tuple == null ? null : tuple.getValueNode();
        }
        return node instanceof SequenceNode list && isBlock(list) ? list : null;
    }

    private static String replaced(String text, NodeTuple tuple, Object value) {
        Node old = tuple.getValueNode();
        int colon = text.indexOf(':', index(text, tuple.getKeyNode().getEndMark())) + 1;
        int start = isBlock(old) ? colon : index(text, old.getStartMark());
        int end = end(text, old);
        String tail = end > start && text.charAt(end - 1) == '\n' ? "\n" : "";
        return text.substring(0, start) + (start == colon ? " " : "") + flow(value) + tail + text.substring(end);
    }

    private static String inserted(String text, MappingNode section, List<String> names, Object value) {
        if (isBlock(section)) {
            int column = section.getValue().get(0).getKeyNode().getStartMark().getColumn();
            return withLines(text, end(text, section), lines(names, " ".repeat(column), value));
        }
        boolean empty = section.getValue().isEmpty();
        int at = empty ? index(text, section.getEndMark()) - 1 : end(text, last(section));
        String entry = flow(nested(names, value));
        return text.substring(0, at)
                + (empty ? "" : ", ")
                + entry.substring(1, entry.length() - 1)
                + text.substring(at);
    }

    private static String lines(List<String> names, String indent, Object value) {
        String rest = names.size() == 1
                ? " " + flow(value)
                : "\n" + lines(names.subList(1, names.size()), indent + "  ", value);
        return indent + flow(names.get(0)) + ":" + rest;
    }

    private static String withLines(String text, int after, String lines) {
        int at = lineEnd(text, after);
        String end = text.contains("\r\n") ? "\r\n" : "\n";
        String before = at > 0 && text.charAt(at - 1) != '\n' ? end : "";
        return text.substring(0, at) + before + lines.replace("\n", end) + end + text.substring(at);
    }

    /** Where the line after this position begins. */
    private static int lineEnd(String text, int after) {
        int end = text.indexOf('\n', after);
        return after > 0 && text.charAt(after - 1) == '\n' ? after : end < 0 ? text.length() : end + 1;
    }

    private static boolean isBlock(Node node) {
        return node instanceof CollectionNode<?> collection && collection.getFlowStyle() == FlowStyle.BLOCK;
    }

    /** The end of a block is that of its last value; the parser's own lies behind the comments that follow. */
    private static int end(String text, Node node) {
        return isBlock(node) ? end(text, last(node)) : index(text, node.getEndMark());
    }

    private static Node last(Node node) {
        List<Node> parts = node instanceof SequenceNode list ? list.getValue() : new ArrayList<>();
        if (node instanceof MappingNode section) {
            section.getValue().forEach(tuple -> parts.add(tuple.getValueNode()));
        }
        return parts.get(parts.size() - 1);
    }

    private static int index(String text, Mark mark) {
        return text.offsetByCodePoints(0, mark.getIndex());
    }

    private static Object nested(List<String> names, Object value) {
        return names.isEmpty() ? value : Map.of(names.get(0), nested(names.subList(1, names.size()), value));
    }

    private static String flow(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(e -> flow(e.getKey()) + ": " + flow(e.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(ConfigFile::flow).collect(Collectors.joining(", ", "[", "]"));
        }
        String text = value.toString();
        if (!(value instanceof String) || BARE.matcher(text).matches()) {
            return text;
        }
        String escaped = text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
        return "\"" + escaped.replace("\t", "\\t") + "\"";
    }
}

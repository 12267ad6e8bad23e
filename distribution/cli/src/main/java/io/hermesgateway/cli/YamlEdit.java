package io.hermesgateway.cli;

import java.io.StringReader;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Sets one value in a YAML text and leaves every other character where it is, comments included. */
final class YamlEdit {
    private final String text;

    private YamlEdit(String text) {
        this.text = text;
    }

    /**
     * The text with the value at the path.
     *
     * @param value as it shall stand in the file
     * @throws IllegalArgumentException with the name of what is in the way
     */
    static String set(String text, List<String> path, String value) {
        Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
        if (!(root instanceof MappingNode map) || map.getValue().isEmpty()) {
            String gap = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
            return text + gap + block(path, 0, value) + "\n";
        }
        return new YamlEdit(text).set(map, path, value);
    }

    private String set(MappingNode map, List<String> path, String value) {
        NodeTuple tuple = find(map, path.get(0));
        if (tuple == null) {
            return add(map, path, value);
        }
        Node node = tuple.getValueNode();
        boolean last = path.size() == 1;
        if (!last && node instanceof MappingNode section && !section.getValue().isEmpty()) {
            return set(section, path.subList(1, path.size()), value);
        }
        boolean empty = node instanceof ScalarNode scalar && scalar.getValue().isEmpty() && scalar.isPlain();
        if (isBlock(node) || !(last || empty || node instanceof MappingNode)) {
            throw new IllegalArgumentException(path.get(0));
        }
        String fresh = last ? value : flow(path.subList(1, path.size()), value);
        if (empty) {
            int colon = text.indexOf(':', at(tuple.getKeyNode().getEndMark()));
            return text.substring(0, colon + 1) + " " + fresh + text.substring(colon + 1);
        }
        return text.substring(0, at(node.getStartMark())) + fresh + text.substring(at(node.getEndMark()));
    }

    private String add(MappingNode map, List<String> path, String value) {
        List<NodeTuple> tuples = map.getValue();
        if (!isBlock(map)) {
            int end = at(map.getEndMark()) - 1;
            return text.substring(0, end).stripTrailing() + ", " + path.get(0) + ": "
                    + (path.size() == 1 ? value : flow(path.subList(1, path.size()), value)) + text.substring(end);
        }
        int column = tuples.get(0).getKeyNode().getStartMark().getColumn();
        int after = end(tuples.get(tuples.size() - 1).getValueNode());
        if (after > 0 && text.charAt(after - 1) != '\n') {
            int line = text.indexOf('\n', after);
            after = line < 0 ? text.length() : line + 1;
        }
        String gap = after > 0 && text.charAt(after - 1) != '\n' ? "\n" : "";
        return text.substring(0, after) + gap + block(path, column, value) + "\n" + text.substring(after);
    }

    private static @Nullable NodeTuple find(MappingNode map, String key) {
        for (NodeTuple tuple : map.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key)) {
                return tuple;
            }
        }
        return null;
    }

    private static boolean isBlock(Node node) {
        return node instanceof CollectionNode<?> collection && collection.getFlowStyle() == FlowStyle.BLOCK;
    }

    /** Where the last character of a node is: a block ends with what is last in it, not where the next thing begins. */
    private int end(Node node) {
        if (isBlock(node) && node instanceof MappingNode map && !map.getValue().isEmpty()) {
            return end(map.getValue().get(map.getValue().size() - 1).getValueNode());
        }
        if (isBlock(node)
                && node instanceof SequenceNode list
                && !list.getValue().isEmpty()) {
            return end(list.getValue().get(list.getValue().size() - 1));
        }
        return at(node.getEndMark());
    }

    /** Marks count characters as people do, strings count pairs twice. */
    private int at(Mark mark) {
        return text.offsetByCodePoints(0, mark.getIndex());
    }

    private static String block(List<String> path, int column, String value) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < path.size(); i++) {
            lines.append(i == 0 ? "" : "\n")
                    .append(" ".repeat(column + 2 * i))
                    .append(path.get(i))
                    .append(':');
        }
        return lines.append(' ').append(value).toString();
    }

    private static String flow(List<String> path, String value) {
        return "{" + String.join(": {", path) + ": " + value + "}".repeat(path.size());
    }

    /** A text as a YAML value: plain where it is understood as it stands, quoted otherwise. */
    static String literal(String value) {
        boolean list = value.startsWith("[") && value.endsWith("]");
        boolean map = value.startsWith("{") && value.endsWith("}");
        boolean special = value.matches("(?i)null|~|yes|no|on|off|y|n");
        boolean plain = value.matches("[A-Za-z0-9_/.@+-][A-Za-z0-9_/.@+:-]*") && !value.endsWith(":");
        boolean understood = plain && !special && !value.startsWith("-") && !value.startsWith("@");
        return list || map || understood ? value : Json.write(value);
    }
}

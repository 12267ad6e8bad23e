package io.hermesgateway.config;

import io.hermesgateway.config.Problem.Place;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads YAML only as far as its nodes: nothing is constructed, and every key has its line. A bare word keeps its
 * spelling: it is a Boolean or Number only where printing that gives the same text, so that an id 0123, a version 1.10
 * and the word off survive. The parser's messages are not passed on, because they quote the text, which may be secret.
 */
final class YamlReader {
    private static final int MOST_VALUES = 20_000;
    private static final int DEEPEST = 50;
    private static final Pattern VARIABLE = Pattern.compile("(\\$)?\\$\\{([A-Za-z_][A-Za-z0-9_]*+)}");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,40}(\\.[0-9]{1,40})?");
    private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");

    private final @Nullable Map<String, EnvFile.Entry> variables;
    private final List<Problem> problems;
    private final Tree tree = new Tree(new LinkedHashMap<>());
    private int values;

    /** Without variables, they stay as they are written. */
    YamlReader(@Nullable Map<String, EnvFile.Entry> variables, List<Problem> problems) {
        this.variables = variables;
        this.problems = problems;
    }

    Tree read(String text) {
        Node root = compose(text);
        if (root instanceof MappingNode mapping) {
            section(mapping, "", new HashSet<>(), false, 0);
        } else if (root != null && !isNothing(root)) {
            throw new FatalConfig(place(root), "must consist of 'key: value' lines");
        }
        return tree;
    }

    static @Nullable Node compose(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(DEEPEST);
        options.setCodePointLimit(Integer.MAX_VALUE);
        try {
            return new Composer(new ParserImpl(new StreamReader(text), options), new Resolver(), options)
                    .getSingleNode();
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            Place place = mark == null ? Place.of(Configuration.YAML) : place(mark);
            throw new FatalConfig(place, words(String.valueOf(e.getProblem())));
        } catch (ReaderException e) {
            String words = String.format("contains the character U+%04X, which YAML does not allow", e.getCodePoint());
            throw new FatalConfig(TextFile.placeAt(Configuration.YAML, text, text.indexOf(e.getCodePoint())), words);
        } catch (YAMLException e) {
            throw new FatalConfig(Place.of(Configuration.YAML), "is nested too deeply or repeats itself too often");
        }
    }

    private static String words(String problem) {
        if (problem.contains("\\t")) {
            return "a tab stands where YAML wants spaces";
        }
        return problem.contains("undefined alias") || problem.contains("cannot start any token")
                ? "a value that begins with a special character must be in quotes"
                : "is not valid YAML here; check indentation, colons, quotes and brackets, also in the line before";
    }

    private void section(MappingNode mapping, String key, Set<String> seen, boolean defaults, int depth) {
        guard(place(mapping), depth);
        List<Node> merged = new ArrayList<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Place place = place(tuple.getKeyNode());
            Node value = tuple.getValueNode();
            if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
                problems.add(Problem.error(place, key, "a key must be a single word"));
            } else if (name.getTag().equals(Tag.MERGE)) {
                merged.addAll(value instanceof SequenceNode several ? several.getValue() : List.of(value));
            } else if (seen.add(name.getValue())) {
                value(value, Tree.join(key, name.getValue().replace(".", "\\.")), place, depth + 1);
            } else if (!defaults) {
                problems.add(Problem.error(place, Tree.join(key, name.getValue()), "is set twice; keep one"));
            }
        }
        for (Node more : merged) {
            if (more instanceof MappingNode section) {
                section(section, key, seen, true, depth + 1);
            }
        }
    }

    private void value(Node node, String key, Place place, int depth) {
        guard(place, depth);
        if (node instanceof ScalarNode scalar) {
            put(key, scalar(scalar, place));
            return;
        }
        put(key, new Tree.Entry(place, node instanceof SequenceNode ? List.of() : null, null));
        if (node instanceof MappingNode mapping) {
            section(mapping, key, new HashSet<>(), false, depth);
        } else if (node instanceof SequenceNode sequence) {
            int count = 0;
            for (Node item : sequence.getValue()) {
                value(item, key + ".[" + count++ + "]", place(item), depth + 1);
            }
        }
    }

    private void guard(Place place, int depth) {
        if (++values > MOST_VALUES || depth > DEEPEST) {
            throw new FatalConfig(place, "has too many values, or an alias that contains itself");
        }
    }

    private void put(String written, Tree.Entry entry) {
        String key = variables == null ? written : OlderSpellings.today(written);
        Tree.Entry earlier = tree.entries().putIfAbsent(key, entry);
        if (earlier != null && entry.value() != null) {
            if (earlier.value() != null) {
                problems.add(Problem.error(
                        entry.place(), key, "is set in line " + earlier.place().line() + " too"));
            }
            tree.entries().replace(key, entry);
        }
    }

    private Tree.Entry scalar(ScalarNode scalar, Place place) {
        String text = isNothing(scalar) ? "" : scalar.getValue();
        List<String> unset = new ArrayList<>();
        String filled = variables == null
                ? text
                : VARIABLE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(fill(variables, found, unset)));
        if (unset.isEmpty()) {
            return new Tree.Entry(place, scalar.isPlain() && filled.equals(text) ? resolve(text) : filled, null);
        }
        return new Tree.Entry(place, "", "the variable " + unset.get(0) + " is not set; $${ is a literal ${");
    }

    private static String fill(Map<String, EnvFile.Entry> variables, MatchResult found, List<String> unset) {
        EnvFile.Entry variable = variables.get(found.group(2));
        if (found.group(1) != null) {
            return found.group().substring(1);
        }
        if (variable == null) {
            unset.add(found.group(2));
        }
        return variable == null ? "" : variable.value();
    }

    private static Object resolve(String text) {
        if (!NUMBER.matcher(text).matches()) {
            return text.equals("true") || text.equals("false") ? Boolean.valueOf(text) : text;
        }
        Object number = text.length() > 18 || text.indexOf('.') > 0 ? new BigDecimal(text) : Long.valueOf(text);
        return number.toString().equals(text) ? number : text;
    }

    static boolean isNothing(Node node) {
        return node instanceof ScalarNode scalar && scalar.isPlain() && NOTHING.contains(scalar.getValue());
    }

    private static Place place(Node node) {
        return place(node.getStartMark());
    }

    private static Place place(Mark mark) {
        return new Place(Configuration.YAML, mark.getLine() + 1, mark.getColumn() + 1);
    }
}

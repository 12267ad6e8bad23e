package io.hermesgateway.sqlite;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What somebody looks for.
 *
 * @param match for the index: every word of it
 * @param pieces what must stand in the folded text as it is, because the index knows no order
 * @param words the words themselves, to find a place for the excerpt
 */
record SearchQuery(String match, List<String> pieces, Set<String> words) {

    /** Empty when there is nothing to look for. */
    static Optional<SearchQuery> of(String text) {
        Set<String> words = new LinkedHashSet<>();
        List<String> pieces = new ArrayList<>();
        for (String term : terms(Words.folded(text))) {
            Set<String> inTerm = Words.of(term);
            inTerm.stream().filter(word -> !isWithinPair(word, inTerm)).forEach(words::add);
            if (inTerm.size() > 1) {
                pieces.addAll(joined(term));
            }
        }
        if (words.isEmpty()) {
            return Optional.empty();
        }
        String match = words.stream().map(word -> '"' + word + '"').collect(Collectors.joining(" AND "));
        return Optional.of(new SearchQuery(match, List.copyOf(pieces), words));
    }

    /** A pair says more than its characters, which are in very many lines. */
    private static boolean isWithinPair(String word, Set<String> all) {
        return word.codePointCount(0, word.length()) == 1
                && Words.isUnspaced(word.codePointAt(0))
                && all.stream()
                        .anyMatch(other -> other.length() > word.length()
                                && Words.isUnspaced(other.codePointAt(0))
                                && other.contains(word));
    }

    /** At spaces, except within quotes; without what stands around a term. */
    private static List<String> terms(String text) {
        List<String> terms = new ArrayList<>();
        String[] quoted = text.split("\"", -1);
        for (int i = 0; i < quoted.length; i++) {
            boolean phrase = i % 2 == 1 && i < quoted.length - 1;
            for (String term : phrase ? new String[] {quoted[i]} : quoted[i].split("\\s+")) {
                terms.add(term.replaceAll("^[^\\p{L}\\p{N}\\p{So}]+|[^\\p{L}\\p{N}\\p{So}\\p{M}]+$", ""));
            }
        }
        terms.removeIf(String::isEmpty);
        return terms;
    }

    /** Where Chinese and Latin meet there may be a space or none; everything else stands as it was asked for. */
    private static List<String> joined(String term) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        for (int i = Character.charCount(term.codePointAt(0)); i < term.length(); ) {
            int c = term.codePointAt(i);
            if (Words.isUnspaced(c) != Words.isUnspaced(term.codePointBefore(i))) {
                pieces.add(term.substring(from, i));
                from = i;
            }
            i += Character.charCount(c);
        }
        pieces.add(term.substring(from));
        return pieces;
    }

    /** Whether a line that has all the words has the pieces too. */
    boolean confirms(String text) {
        if (pieces.isEmpty()) {
            return true;
        }
        String folded = Words.folded(text);
        return pieces.stream().allMatch(folded::contains);
    }

    /** Whether a line that the index does not know yet is one of those looked for. */
    boolean finds(String text) {
        return Words.of(text).containsAll(words) && confirms(text);
    }

    /** The part of the text where it was found. */
    String excerpt(String text) {
        String folded = Words.folded(text);
        boolean aligned = folded.length() == text.length();
        for (List<String> sought : List.of(pieces, List.copyOf(words))) {
            for (String each : sought) {
                int at = aligned ? wordAt(folded, each) : -1;
                if (at >= 0) {
                    return Excerpts.around(text, at, each.length());
                }
            }
        }
        return Excerpts.cut(text, 200);
    }

    private static int wordAt(String text, String word) {
        int at = text.indexOf(word);
        while (at > 0 && Character.isLetterOrDigit(text.charAt(at - 1)) && !Words.isUnspaced(word.codePointAt(0))) {
            at = text.indexOf(word, at + 1);
        }
        return at;
    }
}

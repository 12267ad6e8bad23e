package io.hermesgateway.itest.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.itest.campaign.Errand.Kind;
import io.hermesgateway.itest.campaign.Traces.Trace;
import io.hermesgateway.itest.world.FarSide;
import io.hermesgateway.itest.world.Shown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Looks at what the far side saw and what the commands left behind, and at nothing that the gateway believes. */
final class Judge {
    private static final String NOT_BEGUN = "stopped before the command began";
    private static final String UNKNOWN = "is not known";

    private final FarSide far;
    private final Crowd crowd;
    private final List<Errand> errands;
    private final List<Trace> traces;
    private final List<JsonNode> deliveries;
    private final Map<String, List<String>> cases = new TreeMap<>();
    private final Map<String, Integer> begins = new HashMap<>();
    private final Map<String, Integer> ends = new HashMap<>();
    private int notBegun;
    private int doubtful;

    /** The deliveries are those that the gateway lists as not finished, after everything has come to rest. */
    Judge(FarSide far, Crowd crowd, List<Trace> traces, List<JsonNode> deliveries) {
        this.far = far;
        this.crowd = crowd;
        this.errands = crowd.errands();
        this.traces = traces;
        this.deliveries = deliveries;
        traces.forEach(one -> (one.what().equals("begin") ? begins : ends).merge(one.id(), 1, Integer::sum));
    }

    private void broken(String promise, String words) {
        cases.computeIfAbsent(promise, name -> new ArrayList<>()).add(words);
    }

    void judge(Result result) {
        Map<String, List<Shown>> answers = answers();
        for (Errand errand : errands) {
            judge(errand, answers.getOrDefault(errand.id(), List.of()));
        }
        deliveredOnce();
        for (String promise : List.of("lost", "ran_twice", "answered_twice", "approvals_lost", "untrue", "unknown")) {
            result.nought(promise, cases.getOrDefault(promise, List.of()));
        }
        result.nought("unsettled", cases.getOrDefault("unsettled", List.of()));
        result.nought("complaints", far.complaints());
        result.number("uncertain", count("uncertain")).number("doubtful_answers", doubtful);
        result.number("not_begun", notBegun);
    }

    private Map<String, List<Shown>> answers() {
        Map<String, List<Shown>> answers = new HashMap<>();
        for (Shown one : far.shown()) {
            if (one.state() == null && one.edits() == null) {
                one.text().lines().filter(line -> line.startsWith("mark-")).forEach(line -> answers.computeIfAbsent(
                                line.substring(5), id -> new ArrayList<>())
                        .add(one));
            }
        }
        return answers;
    }

    private void judge(Errand errand, List<Shown> answers) {
        String about = errand.kind() + " " + errand.id() + " of " + errand.who().name();
        if (!far.acknowledged(errand.message())) {
            broken("lost", about + " was never acknowledged");
        }
        if (answers.size() > 1) {
            broken("answered_twice", about + ": " + answers);
        }
        if (answers.isEmpty()) {
            if (inDoubt(errand)) {
                doubtful++;
            } else {
                broken("lost", about + " has no answer, and none is in doubt");
            }
        }
        if (errand.kind().runs()) {
            judgeCommand(errand, about, answers);
        }
    }

    private boolean inDoubt(Errand errand) {
        return deliveries.stream()
                .anyMatch(row -> row.path("state").asText().equals("uncertain")
                        && row.path("excerpt").asText().contains(errand.mark()));
    }

    private void judgeCommand(Errand errand, String about, List<Shown> answers) {
        int begun = begins.getOrDefault(errand.id(), 0);
        int ended = ends.getOrDefault(errand.id(), 0);
        if (begun > 1 || ended > 1) {
            broken("ran_twice", about + " began " + begun + " times and ended " + ended + " times");
        }
        if (begun != ended) {
            broken("untrue", about + " was cut: it began " + begun + " times and ended " + ended + " times");
        }
        String words = answers.isEmpty() ? "" : answers.get(0).text();
        boolean unbegun = words.contains(NOT_BEGUN);
        notBegun += unbegun ? 1 : 0;
        if (words.contains(UNKNOWN)) {
            broken("unknown", about + ": " + words);
        }
        if (crowd.denied(errand)) {
            if (begun > 0) {
                broken("untrue", about + " was denied and ran");
            }
        } else if (begun == 0 && !unbegun && !answers.isEmpty()) {
            broken(errand.kind().asks() ? "approvals_lost" : "lost", about + " never ran: " + words);
        }
        boolean said = words.contains("out-" + errand.id());
        if (!answers.isEmpty() && said != begun > 0) {
            broken("untrue", about + " ran " + begun + " times and the answer is: " + words);
        }
    }

    /** A delivery that was shown is proven or in doubt, and it was shown once. */
    private void deliveredOnce() {
        Set<String> seen = new HashSet<>();
        for (Shown one : far.shown()) {
            if (one.edits() == null && !seen.add(one.delivery())) {
                broken("answered_twice", "the delivery " + one.delivery() + " was shown twice: " + one.text());
            }
        }
        for (JsonNode row : deliveries) {
            if (!row.path("state").asText().equals("uncertain")) {
                broken("unsettled", "a delivery is still open: " + row);
            }
        }
    }

    private long count(String state) {
        return deliveries.stream()
                .filter(row -> row.path("state").asText().equals(state))
                .count();
    }

    /** Slow commands that were running while the gateway was killed. */
    long adopted(List<Long> kills) {
        Map<String, Long> begun = new HashMap<>();
        traces.stream().filter(one -> one.what().equals("begin")).forEach(one -> begun.put(one.id(), one.at()));
        Set<String> slow = new HashSet<>();
        errands.stream().filter(one -> one.kind() == Kind.SLOW).forEach(one -> slow.add(one.id()));
        return traces.stream()
                .filter(one -> one.what().equals("end") && slow.contains(one.id()))
                .filter(one -> kills.stream()
                        .anyMatch(at -> at > begun.getOrDefault(one.id(), Long.MAX_VALUE) && at < one.at()))
                .count();
    }
}

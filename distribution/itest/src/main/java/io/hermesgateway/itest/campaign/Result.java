package io.hermesgateway.itest.campaign;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What a campaign found: numbers, and every broken promise in a sentence of its own. */
final class Result {
    private final ObjectNode numbers = new ObjectMapper().createObjectNode();
    private final List<String> broken = new ArrayList<>();
    private final Round round;
    private final long since = System.nanoTime();

    Result(String campaign, Round round) {
        this.round = round;
        numbers.put("campaign", campaign).put("seed", round.seed());
    }

    Result number(String name, long value) {
        numbers.put(name, value);
        return this;
    }

    /** A number that must be nought; each case is one sentence. */
    Result nought(String name, List<String> cases) {
        cases.forEach(one -> broken.add(name + ": " + one));
        return number(name, cases.size());
    }

    Result holds(boolean fine, String promise) {
        if (!fine) {
            broken.add(promise);
        }
        return this;
    }

    /** Prints the sentence and the line for programs; the exit code. */
    int print(String sentence) {
        numbers.put("seconds", (System.nanoTime() - since) / 1_000_000_000).put("broken", broken.size());
        broken.stream().limit(50).forEach(one -> System.out.println("BROKEN " + one));
        System.out.println(sentence);
        System.out.println(numbers);
        if (!broken.isEmpty()) {
            System.out.println("everything it wrote is in " + round.folder());
        }
        return broken.isEmpty() ? 0 : 1;
    }
}

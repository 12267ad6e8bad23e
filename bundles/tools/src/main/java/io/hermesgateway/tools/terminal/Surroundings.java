package io.hermesgateway.tools.terminal;

import io.hermesgateway.spi.tool.ChildEnvironment;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a command sees of the gateway's environment beside the ordinary: what the operator and its skills name. */
final class Surroundings {
    private static final Logger LOG = LoggerFactory.getLogger(Surroundings.class);

    private final Set<String> passed;
    private final Supplier<Set<String>> more;

    Surroundings(List<String> passed, Supplier<Set<String>> more) {
        this.passed = Set.copyOf(passed);
        this.more = more;
    }

    void limit(Map<String, String> environment) {
        Set<String> seen = new HashSet<>(passed);
        seen.addAll(more.get());
        LOG.debug("not passed on to the command: {}", new ChildEnvironment(List.copyOf(seen)).limit(environment));
    }
}

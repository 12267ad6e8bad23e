package io.hermesgateway.testkit.house;

import java.util.List;
import java.util.function.Function;

/** One rule: a name, the reason for it, and how to find what breaks it in a module. */
record HouseRule(String name, String because, Function<Module, List<Violation>> find) {

    /** Where a rule is broken (the top-level class, or a file for things that are no class) and how. */
    record Violation(String where, String what) {}
}

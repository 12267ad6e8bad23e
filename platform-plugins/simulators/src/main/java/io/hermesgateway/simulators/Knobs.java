package io.hermesgateway.simulators;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Faults and habits of a far side, by name. Each is declared once with its usual value and one sentence; tests set them
 * from Java, people and programs over {@code /_sim/knobs}. A name that nobody declared is an error, not a silent nothing.
 */
public final class Knobs {
    private final Map<String, Knob> all = new LinkedHashMap<>();

    /** One of them, as it stands. */
    public record Knob(String name, String value, String usual, String about) {}

    /** There is now a knob of this name; it begins with the platform's id and a dot. */
    public synchronized void declare(String name, Object usual, String about) {
        Knob before = all.put(name, new Knob(name, usual.toString(), usual.toString(), about));
        if (before != null) {
            throw new IllegalStateException("two knobs are called " + name);
        }
    }

    /** Turns it. */
    public synchronized void set(String name, Object value) {
        Knob knob = knob(name);
        all.put(name, new Knob(name, value.toString(), knob.usual(), knob.about()));
    }

    /** Turns all of them, or those whose name begins so, to where they usually stand. */
    public synchronized void reset(String prefix) {
        all.replaceAll((name, knob) ->
                name.startsWith(prefix) ? new Knob(name, knob.usual(), knob.usual(), knob.about()) : knob);
    }

    /** What it says. */
    public synchronized String text(String name) {
        return knob(name).value();
    }

    /** What it says, as a number. */
    public long number(String name) {
        return Long.parseLong(text(name));
    }

    /** Whether it is on. */
    public boolean flag(String name) {
        return Boolean.parseBoolean(text(name));
    }

    /** Whether it has a turn left; one is used up. For "the next n times". */
    public synchronized boolean take(String name) {
        long left = number(name);
        if (left > 0) {
            set(name, left - 1);
        }
        return left > 0;
    }

    /** All of them, in the order in which they were declared. */
    public synchronized Map<String, Knob> all() {
        return new LinkedHashMap<>(all);
    }

    private Knob knob(String name) {
        Knob knob = all.get(name);
        if (knob == null) {
            throw new IllegalArgumentException("there is no knob " + name + "; there are " + all.keySet());
        }
        return knob;
    }
}

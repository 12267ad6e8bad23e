package io.hermesgateway.tools.terminal;

import java.util.Optional;

/**
 * What it takes to recognise a process again: a process id alone is given to another process sooner or later, and start
 * times count from the start of the machine.
 *
 * @param pid the process that leads the session of everything the command starts
 * @param start its start time in the units of {@code /proc/PID/stat}
 * @param boot the run of the machine in which it was started
 * @param mark a value in the environment that everything it starts inherits
 * @param deadline when it must end, in milliseconds since the epoch; 0 for never
 */
record Identity(long pid, long start, String boot, String mark, long deadline) {
    private static final String WORD = "process";

    String asNote() {
        return WORD + " " + pid + " " + start + " " + boot + " " + mark + " " + deadline;
    }

    static Optional<Identity> ofNote(String note) {
        String[] parts = note.split(" ");
        if (parts.length != 6 || !parts[0].equals(WORD)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Identity(
                    Long.parseLong(parts[1]), Long.parseLong(parts[2]), parts[3], parts[4], Long.parseLong(parts[5])));
        } catch (NumberFormatException notOurs) {
            return Optional.empty();
        }
    }
}

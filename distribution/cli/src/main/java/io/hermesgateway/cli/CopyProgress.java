package io.hermesgateway.cli;

import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How far a store is that history is copied to: a bar for the person at the terminal, until the store is complete. */
final class CopyProgress {
    private static final Pattern COPYING = Pattern.compile("(\\S+): copying history, (\\d+) %, (\\d+) facts left.*");
    private static final long PAUSE_NANOS = 200_000_000;
    /** So many looks without a change, half a minute, and it is left to the status to say why. */
    private static final int LOOKS_MOST = 150;

    private static final int CELLS = 30;

    private final Shell shell;
    private boolean shown;
    private String last = "";
    private int looks;

    private CopyProgress(Shell shell) {
        this.shell = shell;
    }

    /**
     * Waits for the primary store; at once done where nobody looks or no gateway runs.
     *
     * @param kind the kind that the store shall have; empty for the one it has
     */
    static void show(Shell shell, String kind) {
        if (shell.terminal() && Owner.of(shell.home()).isPresent()) {
            new CopyProgress(shell).follow(kind);
        }
    }

    private void follow(String kind) {
        try (Client client = Client.connect(shell)) {
            while (!complete(store(client), kind) && looks < LOOKS_MOST) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (Failure gone) {
            looks = LOOKS_MOST;
        }
        if (shown) {
            shell.err().println();
        }
        if (looks >= LOOKS_MOST) {
            shell.err().println(shell.say("copying_waits"));
        }
    }

    private static String store(Client client) {
        return client.call("status", Map.of()).row().rows("components").stream()
                .filter(row -> row.text("id").equals("store"))
                .map(row -> row.text("detail"))
                .findFirst()
                .orElse("");
    }

    private boolean complete(String detail, String kind) {
        looks = detail.equals(last) ? looks + 1 : 0;
        last = detail;
        Matcher copying = COPYING.matcher(detail);
        if (copying.matches()) {
            bar(Integer.parseInt(copying.group(2)), copying.group(3));
            return false;
        }
        boolean done = kind.isEmpty() || detail.equals(kind) || detail.matches(Pattern.quote(kind) + "[.,].*");
        if (done && shown) {
            bar(100, "0");
        }
        return done;
    }

    private void bar(int percent, String left) {
        shown = true;
        int full = Math.min(CELLS, percent * CELLS / 100);
        String bar = "#".repeat(full) + "-".repeat(CELLS - full);
        shell.err().print("\r" + shell.say("copying", bar, String.valueOf(percent), left));
    }
}

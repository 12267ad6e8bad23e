package io.hermesgateway.itest.campaign;

import io.hermesgateway.itest.world.Home;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the gateway's log says about repairs, added up. */
final class Repairs {
    private static final Pattern LINE = Pattern.compile("\\[Repaired\\[at=([^,]+), name=state\\.db, damage=(\\w+),.*?"
            + "fromBackup=(\\d+), found=(\\d+), salvaged=(\\d+), doubtful=(\\d+), fromOpen=(\\d+), again=(\\d+)]]");
    private static final String[] NUMBERS = {
        "rows_from_backup", "rows_found", "rows_salvaged", "rows_doubtful", "rows_from_open_file", "facts_from_journal"
    };

    private final Home home;
    private final Set<String> seen = new HashSet<>();
    private final Map<String, Long> sums = new TreeMap<>();

    Repairs(Home home) {
        this.home = home;
    }

    void read() {
        Matcher line = LINE.matcher(home.read("logs/gateway.log"));
        while (line.find()) {
            if (seen.add(line.group(1))) {
                for (int i = 0; i < NUMBERS.length; i++) {
                    sums.merge(NUMBERS[i], Long.parseLong(line.group(i + 3)), Long::sum);
                }
            }
        }
    }

    int count() {
        return seen.size();
    }

    void into(Result result) {
        result.number("repairs", count());
        sums.forEach(result::number);
    }
}

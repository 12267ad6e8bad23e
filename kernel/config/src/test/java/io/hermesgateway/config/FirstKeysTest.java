package io.hermesgateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hermesgateway.spi.plugin.Ids;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstKeysTest {
    private static final class Counting implements Ids {
        private int last;

        @Override
        public String next() {
            return String.format("%032x", ++last);
        }

        @Override
        public String spoken(int length) {
            throw new UnsupportedOperationException();
        }
    }

    @TempDir
    Path folder;

    @Test
    void makesUpWhatIsSetNowhereAndOnlyOnce() {
        Home home = new Home(folder);
        assertEquals(List.of("API_SERVER_KEY", "CONSOLE_TOKEN"), FirstKeys.create(folder, home.load(), new Counting()));
        assertEquals(
                "API_SERVER_KEY=00000000000000000000000000000001\nCONSOLE_TOKEN=00000000000000000000000000000002\n",
                home.read(".env"));
        assertEquals(List.of(), FirstKeys.create(folder, home.load(), new Counting()));
    }

    @Test
    void leavesKeysAloneThatComeFromElsewhere() {
        Home home = new Home(folder)
                .yaml("platforms: { api_server: { key: abcdefghijklmnopq } }\n")
                .process("CONSOLE_TOKEN", "x");
        assertEquals(List.of(), FirstKeys.create(folder, home.load(), new Counting()));
    }
}

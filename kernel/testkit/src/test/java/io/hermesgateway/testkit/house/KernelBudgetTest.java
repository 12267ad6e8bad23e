package io.hermesgateway.testkit.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelBudgetTest {

    @Test
    void addsUpTheCodeOfTheThreeModules(@TempDir Path kernel) throws Exception {
        for (String module : List.of("spi", "config", "core")) {
            Path source = kernel.resolve(module).resolve("src/main/java/A.java");
            Files.createDirectories(source.getParent());
            Files.writeString(source, "class A {\n\n// " + module + "\n}\n");
        }
        assertEquals(new KernelBudget(2, 2, 2), KernelBudget.of(kernel));
        assertEquals(6, KernelBudget.of(kernel).total());
    }

    @Test
    void saysWhichBudgetBurst() {
        assertEquals(List.of(), new KernelBudget(1_800, 1_199, 4_499).burst());
        assertEquals(
                List.of("kernel/config has 1,600 lines of code, must stay under 1,600"),
                new KernelBudget(0, 1_600, 0).burst());
        assertEquals(2, new KernelBudget(4_000, 0, 12_800).burst().size());
    }
}

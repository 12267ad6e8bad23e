package io.hermesgateway.testkit.house;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How many lines of code the kernel has and may have: kernel/decisions/0006-the-size-of-the-kernel.md says why so many.
 * When a budget bursts, something is deleted or moves into a bundle.
 */
public record KernelBudget(int spi, int config, int core) {

    private static final int KERNEL = 16_000;
    private static final int CORE = 12_800;
    private static final int CONFIG = 1_600;

    /** Counts what lies in the folder {@code kernel}. */
    public static KernelBudget of(Path kernel) {
        return new KernelBudget(count(kernel, "spi"), count(kernel, "config"), count(kernel, "core"));
    }

    private static int count(Path kernel, String module) {
        return SourceFile.under(kernel.resolve(module).resolve("src/main/java")).stream()
                .mapToInt(file -> CodeLines.in(file.lines()))
                .sum();
    }

    public int total() {
        return spi + config + core;
    }

    /** What is over its budget, in words; empty when all is well. */
    public List<String> burst() {
        List<String> burst = new ArrayList<>();
        over(burst, "kernel (spi + config + core)", total(), KERNEL);
        over(burst, "kernel/core", core, CORE);
        over(burst, "kernel/config", config, CONFIG);
        return burst;
    }

    private static void over(List<String> burst, String what, int lines, int budget) {
        if (lines >= budget) {
            burst.add(String.format(Locale.ROOT, "%s has %,d lines of code, must stay under %,d", what, lines, budget));
        }
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "Kernel: %,d of %,d lines of code (spi %,d, config %,d of %,d, core %,d of %,d)",
                total(),
                KERNEL,
                spi,
                config,
                CONFIG,
                core,
                CORE);
    }
}

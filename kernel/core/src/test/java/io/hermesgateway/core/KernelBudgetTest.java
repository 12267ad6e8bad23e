package io.hermesgateway.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hermesgateway.testkit.house.KernelBudget;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelBudgetTest {

    @Test
    void staysSmallEnoughToBeRead() {
        KernelBudget budget = KernelBudget.of(Path.of(".."));
        System.out.println(budget);
        assertEquals(List.of(), budget.burst());
    }
}

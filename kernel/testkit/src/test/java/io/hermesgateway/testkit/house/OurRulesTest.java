package io.hermesgateway.testkit.house;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The contracts cannot depend on this module, which depends on them; so their rules run here. */
class OurRulesTest {

    @TestFactory
    Stream<DynamicTest> contractsKeepTheHouseRules() {
        return HouseRules.of(Path.of("../spi")).forSpi();
    }

    @TestFactory
    Stream<DynamicTest> testkitKeepsTheHouseRules() {
        return HouseRules.of(Path.of("")).forProgram();
    }
}

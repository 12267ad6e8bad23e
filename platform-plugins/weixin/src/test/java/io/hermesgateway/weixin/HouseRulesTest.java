package io.hermesgateway.weixin;

import io.hermesgateway.testkit.house.HouseRules;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class HouseRulesTest {
    @TestFactory
    Stream<DynamicTest> keepsTheHouseRules() {
        return HouseRules.of(Path.of("")).forPlugin("io.hermesgateway.weixin");
    }
}

package io.hermesgateway.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What holds for every record of the contracts: two of the same are equal, and nobody changes one from outside. */
class RecordsAreValuesTest {

    @TestFactory
    Stream<DynamicTest> theSamePartsMakeEqualValues() throws Exception {
        return records(type -> {
            Object[] parts = Sample.components(type);
            Object one = Sample.build(type, parts);
            assertEquals(one, Sample.build(type, parts));
            assertEquals(one.hashCode(), Sample.build(type, parts).hashCode());
            assertFalse(one.toString().isEmpty());
        });
    }

    @TestFactory
    Stream<DynamicTest> listsAndMapsAreTheirOwn() throws Exception {
        return records(type -> {
            Object[] parts = Sample.components(type);
            Object value = Sample.build(type, parts);
            RecordComponent[] components = type.getRecordComponents();
            for (int i = 0; i < parts.length; i++) {
                Object held = components[i].getAccessor().invoke(value);
                if (parts[i] instanceof List<?> given) {
                    int size = ((List<?>) held).size();
                    given.clear();
                    assertEquals(size, ((List<?>) held).size(), components[i] + " changed with what it was made from");
                    assertThrows(UnsupportedOperationException.class, ((List<?>) held)::clear, components[i]::toString);
                } else if (parts[i] instanceof Map<?, ?> given) {
                    int size = ((Map<?, ?>) held).size();
                    given.clear();
                    assertEquals(
                            size, ((Map<?, ?>) held).size(), components[i] + " changed with what it was made from");
                    assertThrows(
                            UnsupportedOperationException.class, ((Map<?, ?>) held)::clear, components[i]::toString);
                }
            }
        });
    }

    private interface Check {
        void on(Class<?> type) throws Exception;
    }

    private static Stream<DynamicTest> records(Check check) throws Exception {
        List<Class<?>> records =
                SpiSurfaceTest.types().stream().filter(Class::isRecord).toList();
        assertTrue(records.size() > 20, "found the records");
        return records.stream().map(type -> DynamicTest.dynamicTest(type.getName(), () -> check.on(type)));
    }
}

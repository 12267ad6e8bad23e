package io.hermesgateway.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The public surface is a file, {@code kernel/spi/spi.api}, so that a change of a contract is seen in review. After
 * an intended change write it anew with {@code mvn -pl kernel/spi test -Dtest=SpiSurfaceTest -Dspi.update}.
 */
class SpiSurfaceTest {

    private static final Path SURFACE = Path.of("spi.api");

    @Test
    void isTheSurfaceThatWasAgreedUpon() throws Exception {
        String actual = SpiSurface.render(types());
        if (System.getProperty("spi.update") != null) {
            Files.writeString(SURFACE, actual);
        }
        assertTrue(Files.exists(SURFACE), "spi.api is missing; see the comment of this class");
        assertEquals(
                Files.readString(SURFACE),
                actual,
                "the contracts differ from spi.api; if that is intended, see the comment of this class");
    }

    @Test
    void rendersWhatACallerCanSee() {
        assertEquals(
                """
                public record io.hermesgateway.spi.SurfaceSample(String name, @Nullable List<? extends @Nullable Object> rest)
                  public static int LIMIT = 3
                  public <T extends Comparable<T>> Map<String, T[]> sort(T[]...) throws IOException

                public sealed interface io.hermesgateway.spi.SurfaceSample.Shape permits SurfaceSample.Shape.Dot, SurfaceSample.Shape.Line
                  public abstract @Nullable String label()
                  public default int sides()

                public enum io.hermesgateway.spi.SurfaceSample.Shape.Dot implements SurfaceSample.Shape
                  SMALL, BIG
                  public String label()

                public class io.hermesgateway.spi.SurfaceSample.Shape.Line implements SurfaceSample.Shape
                  protected Line(int)
                  public @Nullable String label()

                """,
                SpiSurface.render(List.of(
                        SurfaceSample.class,
                        SurfaceSample.Shape.class,
                        SurfaceSample.Shape.Dot.class,
                        SurfaceSample.Shape.Line.class)));
    }

    static List<Class<?>> types() throws Exception {
        Path classes = Path.of("target", "classes");
        List<Class<?>> types = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(classes)) {
            List<String> names = walk.map(path -> classes.relativize(path).toString())
                    .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .map(name -> name.replace('/', '.').replace('\\', '.'))
                    .toList();
            for (String name : names) {
                types.add(Class.forName(name, false, SpiSurfaceTest.class.getClassLoader()));
            }
        }
        types.sort(Comparator.comparing(Class::getName));
        return types;
    }
}

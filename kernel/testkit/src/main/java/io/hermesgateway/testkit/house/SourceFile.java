package io.hermesgateway.testkit.house;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** One parsed source file. What class files no longer tell (lengths, empty blocks) is read from here. */
record SourceFile(String name, List<String> lines, CompilationUnitTree tree, SourcePositions positions) {

    /** Every Java file under a folder, parsed by the compiler that runs this; none when there is no such folder. */
    static List<SourceFile> under(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> paths = walk.filter(path -> path.toString().endsWith(".java"))
                    .sorted(Comparator.naturalOrder())
                    .toList();
            return paths.isEmpty() ? List.of() : parse(folder, paths);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<SourceFile> parse(Path folder, List<Path> paths) throws IOException {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "a JDK is needed");
        List<SourceFile> files = new ArrayList<>();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            for (Path path : paths) {
                JavacTask task =
                        (JavacTask) compiler.getTask(null, manager, null, null, null, manager.getJavaFileObjects(path));
                SourcePositions positions = Trees.instance(task).getSourcePositions();
                CompilationUnitTree tree = task.parse().iterator().next();
                files.add(new SourceFile(nameOf(folder, path), Files.readAllLines(path), tree, positions));
            }
        }
        return files;
    }

    private static String nameOf(Path folder, Path path) {
        String relative = folder.relativize(path).toString().replace('\\', '/');
        return relative.substring(0, relative.length() - ".java".length()).replace('/', '.');
    }

    LineMap lineMap() {
        return tree.getLineMap();
    }
}

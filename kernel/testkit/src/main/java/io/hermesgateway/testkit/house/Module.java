package io.hermesgateway.testkit.house;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One Maven module on disk, read once: its compiled main classes and the sources of its main and test code. */
record Module(JavaClasses classes, List<SourceFile> main, List<SourceFile> test) {

    static Module read(Path directory) {
        Path compiled = directory.resolve("target/classes");
        if (!Files.isDirectory(compiled)) {
            throw new IllegalStateException("nothing is compiled in " + compiled.toAbsolutePath());
        }
        JavaClasses classes = new ClassFileImporter().importPath(compiled);
        return new Module(
                classes,
                SourceFile.under(directory.resolve("src/main/java")),
                SourceFile.under(directory.resolve("src/test/java")));
    }

    static String topLevelName(JavaClass type) {
        String name = type.getName();
        int inner = name.indexOf('$');
        return inner < 0 ? name : name.substring(0, inner);
    }
}

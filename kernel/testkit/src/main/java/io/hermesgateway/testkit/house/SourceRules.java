package io.hermesgateway.testkit.house;

import com.sun.source.tree.CatchTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnionTypeTree;
import com.sun.source.util.TreeScanner;
import io.hermesgateway.testkit.house.HouseRule.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rules that only the source can answer. */
final class SourceRules {

    private static final int FILE_LINES = 400;
    private static final int METHOD_LINES = 40;
    private static final Pattern UNFINISHED =
            Pattern.compile("\\b(TODO|FIXME|XXX|HACK|[Ss]implified|[Ss]tub(bed)?|[Nn]ot implemented|[Ff]or now)\\b");

    private SourceRules() {}

    static HouseRule fileSize() {
        return new HouseRule(
                "file-size", "a file over " + FILE_LINES + " lines is two things", module -> module.main().stream()
                        .filter(file -> file.lines().size() > FILE_LINES)
                        .map(file -> new Violation(
                                file.name(), "has " + file.lines().size() + " lines, at most " + FILE_LINES))
                        .toList());
    }

    static HouseRule methodSize() {
        return new HouseRule(
                "method-size",
                "a method over " + METHOD_LINES + " lines does not fit in a head",
                module -> scan(module.main(), MethodLength::new));
    }

    static HouseRule catchThrowable() {
        return new HouseRule(
                "catch-throwable",
                "foreign code is called in two classes that turn any Throwable into a status; elsewhere it hides bugs",
                module -> scan(module.main(), ThrowableCaught::new));
    }

    static HouseRule emptyCatch() {
        return new HouseRule(
                "empty-catch",
                "an error that nobody sees is found last",
                module -> scan(module.main(), Swallowed::new));
    }

    static HouseRule unfinished() {
        return new HouseRule("unfinished", "what is not finished is not merged", module -> {
            List<Violation> found = new ArrayList<>();
            for (SourceFile file : module.main()) {
                for (int i = 0; i < file.lines().size(); i++) {
                    Matcher word = UNFINISHED.matcher(file.lines().get(i));
                    if (word.find()) {
                        found.add(new Violation(file.name(), "says '" + word.group() + "' in line " + (i + 1)));
                    }
                }
            }
            return found;
        });
    }

    static HouseRule testsNeverSleep() {
        return new HouseRule(
                "tests-never-sleep",
                "a sleeping test is slow when it passes and flaky when it fails; wait for a condition",
                module -> scan(module.test(), Sleep::new));
    }

    private interface Scanner {
        Finder on(SourceFile file, List<Violation> found);
    }

    private static List<Violation> scan(List<SourceFile> files, Scanner scanner) {
        List<Violation> found = new ArrayList<>();
        for (SourceFile file : files) {
            scanner.on(file, found).scan(file.tree(), null);
        }
        return found;
    }

    private abstract static class Finder extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final SourceFile file;
        private final List<Violation> found;

        Finder(SourceFile file, List<Violation> found) {
            this.file = file;
            this.found = found;
        }

        long firstLine(Tree tree) {
            return file.lineMap().getLineNumber(file.positions().getStartPosition(file.tree(), tree));
        }

        long lastLine(Tree tree) {
            return file.lineMap().getLineNumber(file.positions().getEndPosition(file.tree(), tree));
        }

        void report(Tree tree, String what) {
            found.add(new Violation(file.name(), what + " in line " + firstLine(tree)));
        }
    }

    private static final class MethodLength extends Finder {
        MethodLength(SourceFile file, List<Violation> found) {
            super(file, found);
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            long length = lastLine(method) - firstLine(method) + 1;
            if (length > METHOD_LINES) {
                report(method, String.format(Locale.ROOT, "%s has %d lines, at most 40,", method.getName(), length));
            }
            return super.visitMethod(method, null);
        }
    }

    private static final class ThrowableCaught extends Finder {
        ThrowableCaught(SourceFile file, List<Violation> found) {
            super(file, found);
        }

        @Override
        public @Nullable Void visitCatch(CatchTree caught, @Nullable Void nothing) {
            Tree type = caught.getParameter().getType();
            List<? extends Tree> types = type instanceof UnionTypeTree u ? u.getTypeAlternatives() : List.of(type);
            if (types.stream()
                    .map(Tree::toString)
                    .anyMatch(name -> name.matches("(java\\.lang\\.)?(Throwable|Error)"))) {
                report(caught, "catches Throwable or Error");
            }
            return super.visitCatch(caught, null);
        }
    }

    private static final class Swallowed extends Finder {
        Swallowed(SourceFile file, List<Violation> found) {
            super(file, found);
        }

        @Override
        public @Nullable Void visitCatch(CatchTree caught, @Nullable Void nothing) {
            if (caught.getBlock().getStatements().isEmpty()) {
                report(caught, "catches " + caught.getParameter().getType() + " and does nothing");
            }
            return super.visitCatch(caught, null);
        }
    }

    private static final class Sleep extends Finder {
        Sleep(SourceFile file, List<Violation> found) {
            super(file, found);
        }

        @Override
        public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void nothing) {
            if (call.getMethodSelect()
                    .toString()
                    .matches("(java\\.lang\\.)?Thread\\.sleep|TimeUnit\\.[A-Z]+\\.sleep")) {
                report(call, "sleeps");
            }
            return super.visitMethodInvocation(call, null);
        }
    }
}

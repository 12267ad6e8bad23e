package io.hermesgateway.testkit.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class CodeLinesTest {

    @Test
    void countsCodeAndNothingElse() {
        assertEquals(0, count("", "   ", "// no", "/* no */", "/**", " * no", " */"));
        assertEquals(0, count("package a;", "import b.C;"));
        assertEquals(2, count("int a; // yes", "/* no */ int b; /* open", "still */"));
    }

    @Test
    void isNotFooledByTextThatLooksLikeAComment() {
        assertEquals(2, count("String s = \"/* not a comment\";", "char c = '\\''; char d = '\"';"));
        assertEquals(2, count("String s = \"quote \\\" // \";", "f(); /* c */"));
    }

    @Test
    void countsEveryLineOfATextBlock() {
        assertEquals(5, count("String s = \"\"\"", "// text \\\"\"\"", "", "/* text", "\"\"\"; f();", "// no"));
    }

    private static int count(String... lines) {
        return CodeLines.in(List.of(lines));
    }
}

package io.hermesgateway.httpkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ErrorFormTest {
    private final Failure failure = Failure.notFound("run_not_found", "there is no such \"run\"");

    @Test
    void everySurfaceHasItsOwnForm() {
        assertEquals(
                "{\"error\":{\"message\":\"there is no such \\\"run\\\"\",\"type\":\"invalid_request_error\","
                        + "\"param\":null,\"code\":\"run_not_found\"}}",
                ErrorForm.OPENAI.body(failure).toString());
        assertEquals(
                "{\"error\":{\"code\":\"run_not_found\",\"message\":\"there is no such \\\"run\\\"\"}}",
                ErrorForm.CONSOLE.body(failure).toString());
        assertEquals(
                "{\"error\":\"there is no such \\\"run\\\"\"}",
                ErrorForm.SENTENCE.body(failure).toString());
    }

    @Test
    void aFailureMayCarryHeaders() {
        assertEquals("5", Failure.tooMany(5).headers().get("Retry-After"));
        assertEquals("GET", Failure.methodNotAllowed("GET").headers().get("Allow"));
        assertEquals("b", Failure.draining().with("a", "b").headers().get("a"));
    }
}

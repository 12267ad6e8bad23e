package io.hermesgateway.weixin.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/** What came of a call. Whether the far side may have acted on it is the question that decides about repeating it. */
public sealed interface Outcome {
    /** JSON came back; it may still say no. */
    record Answered(JsonNode json) implements Outcome {
        /** Zero when all is well: a failure says so in {@code ret}, in {@code errcode}, or in both. */
        public long code() {
            long ret = json.path("ret").asLong();
            return ret == 0 ? json.path("errcode").asLong() : ret;
        }

        public String message() {
            return json.path("errmsg").asText("");
        }
    }

    /** Another status than 200, or no JSON. */
    record Status(int status, String errorHeader) implements Outcome {}

    /** It was surely not received. */
    record Unreachable(String why) implements Outcome {}

    /** It may have been received, and no answer came. */
    record Silent(String why, boolean overdue) implements Outcome {}

    default <T> T fold(
            Function<Answered, T> answered,
            Function<Status, T> status,
            Function<Unreachable, T> unreachable,
            Function<Silent, T> silent) {
        if (this instanceof Answered a) {
            return answered.apply(a);
        }
        if (this instanceof Status s) {
            return status.apply(s);
        }
        return this instanceof Unreachable u ? unreachable.apply(u) : silent.apply((Silent) this);
    }
}

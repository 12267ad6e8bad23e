package io.hermesgateway.tools.shell;

import java.util.List;

/** Pipelines in the order in which they are written, whatever decides at run time whether they run. */
public record Script(List<Pipeline> pipelines) {
    public Script {
        pipelines = List.copyOf(pipelines);
    }

    /** Stages joined by {@code |}; in the background when an {@code &} follows. */
    public record Pipeline(List<Command> stages, boolean background) {
        public Pipeline {
            stages = List.copyOf(stages);
        }
    }
}

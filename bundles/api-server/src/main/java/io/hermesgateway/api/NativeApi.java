package io.hermesgateway.api;

import io.hermesgateway.api.access.Masks;
import io.hermesgateway.api.rows.KeptRows;
import io.hermesgateway.api.runs.Chains;
import io.hermesgateway.api.runs.RunEndpoints;
import io.hermesgateway.api.runs.Runs;
import io.hermesgateway.api.turn.ApiParts;
import io.hermesgateway.api.turn.ApiTurns;
import io.hermesgateway.api.wire.Routes;

/** What Hermes clients know beside the OpenAI endpoints: runs, sessions, jobs, and what the gateway says about itself. */
final class NativeApi implements AutoCloseable {
    private final ApiParts parts;
    private final Masks masks;
    private final Runs runs;

    NativeApi(ApiParts parts, ApiTurns turns) {
        this.parts = parts;
        this.masks = new Masks(parts.registry());
        KeptRows rows = new KeptRows(parts.context().folder().resolve("runs.jsonl"));
        this.runs = new Runs(parts, turns, masks, rows);
    }

    void mount(Routes routes, Chains chains) {
        runs.start();
        new RunEndpoints(parts, runs, chains, masks).mount(routes);
    }

    @Override
    public void close() {
        runs.close();
    }
}

package io.hermesgateway.api;

import io.hermesgateway.api.info.Capabilities;
import io.hermesgateway.api.info.Health;
import io.hermesgateway.api.info.Offers;
import io.hermesgateway.api.info.Verbs;
import io.hermesgateway.api.jobs.Jobs;
import io.hermesgateway.api.rows.KeptRows;
import io.hermesgateway.api.runs.Chains;
import io.hermesgateway.api.runs.RunEndpoints;
import io.hermesgateway.api.runs.Runs;
import io.hermesgateway.api.sessions.Sessions;
import io.hermesgateway.api.turn.ApiParts;
import io.hermesgateway.api.turn.ApiTurns;
import io.hermesgateway.api.wire.Routes;

/** What Hermes clients know beside the OpenAI endpoints: runs, sessions, jobs, and what the gateway says about itself. */
final class NativeApi implements AutoCloseable {
    private final ApiParts parts;
    private final Runs runs;
    private final Verbs verbs;
    private final Sessions sessions;

    NativeApi(ApiParts parts, ApiTurns turns) {
        this.parts = parts;
        KeptRows rows = new KeptRows(parts.context().folder().resolve("runs.jsonl"));
        this.verbs = new Verbs(parts.registry());
        this.runs = new Runs(parts, turns, rows);
        this.sessions = new Sessions(parts, turns, runs, verbs);
    }

    void mount(Routes routes, Chains chains) {
        runs.start();
        new RunEndpoints(parts, runs, chains).mount(routes);
        new Offers(parts, verbs).mount(routes);
        new Capabilities(parts).mount(routes);
        new Health(parts, runs::active).mount(routes);
        sessions.mount(routes);
        new Jobs(parts, verbs).mount(routes);
    }

    @Override
    public void close() {
        runs.close();
        sessions.close();
    }
}

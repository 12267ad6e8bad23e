package io.hermesgateway.api.sessions;

import io.hermesgateway.api.info.Verbs;
import io.hermesgateway.api.rows.KeptRows;
import io.hermesgateway.api.runs.Runs;
import io.hermesgateway.api.turn.ApiParts;
import io.hermesgateway.api.turn.ApiTurns;
import io.hermesgateway.api.wire.Routes;
import java.nio.file.Path;

/** Sessions over HTTP, put together. */
public final class Sessions implements AutoCloseable {
    private final KeptRows notes;
    private final SessionEndpoints endpoints;
    private final SessionChat chat;

    public Sessions(ApiParts parts, ApiTurns turns, Runs runs, Verbs verbs) {
        Path folder = parts.context().folder();
        notes = new KeptRows(folder.resolve("sessions.jsonl"));
        SessionLines lines = new SessionLines(verbs, folder.resolve("sessions"), parts.mapper());
        SessionBook book = new SessionBook(notes, lines, verbs, parts.clock());
        endpoints = new SessionEndpoints(parts, runs, book, lines, verbs);
        chat = new SessionChat(parts, turns, runs, book, lines);
    }

    public void mount(Routes routes) {
        endpoints.mount(routes);
        chat.mount(routes);
    }

    @Override
    public void close() {
        notes.close();
    }
}

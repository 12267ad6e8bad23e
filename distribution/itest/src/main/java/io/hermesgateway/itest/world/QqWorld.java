package io.hermesgateway.itest.world;

import io.hermesgateway.simulators.Simulation;
import io.hermesgateway.simulators.Transcript.Entry;
import io.hermesgateway.simulators.qq.QqSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Predicate;

/** A simulated QQ that lives in the process of the trial, in real time. */
public final class QqWorld implements AutoCloseable {
    private final Simulation simulation;
    private final QqSimulator qq;

    public QqWorld() {
        try {
            simulation = Simulation.live(0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        qq = new QqSimulator(simulation);
    }

    public QqSimulator qq() {
        return qq;
    }

    /** A configuration with this bot, everybody welcome, and HTTP on a port of its own. */
    public String yaml() {
        return "gateway:\n  port: 0\n" + String.join("\n", qq.config()) + "\n";
    }

    /** The first entry of this kind that fits, there already or yet to come. */
    public Entry sees(String kind, Predicate<Entry> which) {
        return qq.transcript().await(entry -> entry.kind().equals(kind) && which.test(entry));
    }

    public List<Entry> all(String kind, Predicate<Entry> which) {
        return qq.transcript().list(entry -> entry.kind().equals(kind) && which.test(entry));
    }

    /** The words of a question that asks for this command. */
    public Entry question(String mark) {
        return sees(
                "out",
                entry -> entry.text("text").contains(mark) && entry.data().has("keyboard"));
    }

    @Override
    public void close() {
        simulation.close();
    }
}

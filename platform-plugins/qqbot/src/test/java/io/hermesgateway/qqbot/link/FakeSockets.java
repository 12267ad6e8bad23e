package io.hermesgateway.qqbot.link;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.qqbot.Rig;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Sockets whose far side is the test. */
final class FakeSockets implements Sockets {
    final List<Line> lines = new ArrayList<>();

    @Override
    public Socket open(URI address, Ear ear) {
        Line line = new Line(address, ear);
        lines.add(line);
        return line;
    }

    Line newest() {
        return lines.get(lines.size() - 1);
    }

    static final class Line implements Sockets.Socket {
        final URI address;
        final Ear ear;
        final List<JsonNode> sent = new ArrayList<>();
        boolean retired;
        boolean cut;

        Line(URI address, Ear ear) {
            this.address = address;
            this.ear = ear;
        }

        void says(String frame) {
            ear.frame(frame.replace('\'', '"'));
        }

        JsonNode last() {
            return sent.get(sent.size() - 1);
        }

        List<Integer> ops() {
            return sent.stream().map(frame -> frame.path("op").asInt()).toList();
        }

        @Override
        public void send(String text) {
            sent.add(Rig.node(text));
        }

        @Override
        public void retire() {
            retired = true;
        }

        @Override
        public void cut() {
            cut = true;
        }

        @Override
        public String remote() {
            return "/192.0.2.1:443";
        }
    }
}

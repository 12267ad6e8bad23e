package io.hermesgateway.testkit.model;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One answer on its way out. */
public final class Answering {
    private final Socket socket;
    private final OutputStream out;
    private boolean streaming;
    private boolean ended;

    Answering(Socket socket) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
    }

    /** A whole answer. */
    public void json(int status, String body, String... headers) throws IOException {
        whole(status, "application/json", body, headers);
    }

    public void whole(int status, String type, String body, String... headers) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\ncontent-type: " + type + "\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        head.append("content-length: ").append(bytes.length).append("\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        out.flush();
        ended = true;
    }

    /** Begins a stream of events. */
    public Answering stream() throws IOException {
        out.write(
                "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\ntransfer-encoding: chunked\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        streaming = true;
        return this;
    }

    /** One event in a chunk of its own. */
    public Answering event(String data) throws IOException {
        return bytes(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    }

    /** A chunk of any bytes. */
    public Answering bytes(byte[] chunk) throws IOException {
        out.write((Integer.toHexString(chunk.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(chunk);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return this;
    }

    /** A stream whose every byte travels alone. */
    public Answering dribble(String events) throws IOException {
        for (byte b : events.getBytes(StandardCharsets.UTF_8)) {
            bytes(new byte[] {b});
        }
        return this;
    }

    public Answering text(String piece) throws IOException {
        return event(
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":" + quoted(piece) + "},\"finish_reason\":null}]}");
    }

    /** The end of a stream as providers write it. */
    public void done(String finish) throws IOException {
        event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + finish + "\"}]}");
        event("{\"choices\":[],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7,\"total_tokens\":18,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":5},"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":2}}}");
        event("[DONE]");
    }

    /** A whole streamed answer. */
    public void says(String text) throws IOException {
        stream().text(text).done("stop");
    }

    /** A whole streamed answer that calls tools: name, arguments, name, arguments … */
    public void calls(String... namesAndArguments) throws IOException {
        stream();
        for (int i = 0; i < namesAndArguments.length; i += 2) {
            event("{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":" + i / 2 + ",\"id\":\"call_"
                    + i / 2
                    + "\",\"type\":\"function\",\"function\":{\"name\":\"" + namesAndArguments[i] + "\",\"arguments\":"
                    + quoted(namesAndArguments[i + 1]) + "}}]},\"finish_reason\":null}]}");
        }
        done("tool_calls");
    }

    /** The connection ends with a reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
        throw new IOException("reset as scripted");
    }

    /** A text as JSON. */
    public static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\n' -> json.append("\\n");
                default -> {
                    if (c < ' ') {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        return json.append('"').toString();
    }

    void finish() throws IOException {
        if (streaming && !ended) {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        } else if (!ended) {
            socket.close();
        }
    }
}

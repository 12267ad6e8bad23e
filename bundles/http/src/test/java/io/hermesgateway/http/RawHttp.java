package io.hermesgateway.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** HTTP as bytes: what is sent is what stands here, and the whole answer is kept. */
record RawHttp(int status, String headers, String body) {

    /** One request on a connection of its own. */
    static RawHttp exchange(InetSocketAddress to, String... lines) throws IOException {
        try (Socket socket = new Socket(to.getAddress(), to.getPort())) {
            socket.setSoTimeout(90_000);
            socket.getOutputStream().write(String.join("\r\n", lines).getBytes(StandardCharsets.UTF_8));
            return parse(socket.getInputStream());
        }
    }

    static RawHttp get(InetSocketAddress to, String path) throws IOException {
        return exchange(to, "GET " + path + " HTTP/1.1", "Host: localhost", "Connection: close", "", "");
    }

    private static RawHttp parse(InputStream in) throws IOException {
        String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        int end = all.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("the answer was cut: '" + all + "'");
        }
        String head = all.substring(0, end);
        return new RawHttp(Integer.parseInt(head.split(" ")[1]), head + "\r\n", all.substring(end + 4));
    }

    String header(String name) {
        for (String line : headers.split("\r\n")) {
            if (line.regionMatches(true, 0, name + ":", 0, name.length() + 1)) {
                return line.substring(name.length() + 1).strip();
            }
        }
        return "";
    }
}

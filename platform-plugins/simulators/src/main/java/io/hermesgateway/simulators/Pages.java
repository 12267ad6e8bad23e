package io.hermesgateway.simulators;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of the pages, from the folder {@code web} beside this class. {@code /_sim/} is the list of simulators; {@code
 * /_sim/ID/} is the page of one, the same document for all of them, which loads {@code web/ID/page.js}.
 */
final class Pages {
    private static final Pattern FILE = Pattern.compile("/_sim/((?:[a-z]+/)?[a-z]+\\.([a-z]+))");
    private static final Pattern PAGE = Pattern.compile("/_sim/[a-z]+/");
    private static final Map<String, String> TYPES = Map.of(
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "html", "text/html; charset=utf-8",
            "svg", "image/svg+xml");

    SimReply get(String path) throws IOException {
        if (path.equals("/_sim")) {
            return SimReply.empty(302).with("Location", "/_sim/");
        }
        if (path.equals("/_sim/")) {
            return file("index.html", "html");
        }
        if (PAGE.matcher(path).matches()) {
            return file("page.html", "html");
        }
        Matcher file = FILE.matcher(path);
        return file.matches() ? file(file.group(1), file.group(2)) : missing(path);
    }

    private static SimReply file(String name, String ending) throws IOException {
        try (InputStream in = Pages.class.getResourceAsStream("web/" + name)) {
            if (in == null || !TYPES.containsKey(ending)) {
                return missing(name);
            }
            return SimReply.of(200, TYPES.get(ending), in.readAllBytes())
                    .with("Cache-Control", "no-store")
                    .with(
                            "Content-Security-Policy",
                            "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'");
        }
    }

    private static SimReply missing(String path) {
        return SimReply.json(404, Json.object().put("message", "there is no page " + path));
    }
}

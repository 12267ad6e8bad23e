package io.hermesgateway.http;

import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;

/** The headers of every answer, whoever gives it; a surface may replace one by its own. */
final class Heads {
    static final String REQUEST_ID = "X-Request-Id";

    private static final List<HttpField> SECURITY = List.of(
            new PreEncodedHttpField("X-Content-Type-Options", "nosniff"),
            new PreEncodedHttpField("Referrer-Policy", "no-referrer"),
            new PreEncodedHttpField("X-Frame-Options", "DENY"),
            new PreEncodedHttpField("X-XSS-Protection", "0"),
            new PreEncodedHttpField("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
            new PreEncodedHttpField("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"));
    private static final HttpField ONLY_SECURE =
            new PreEncodedHttpField("Strict-Transport-Security", "max-age=31536000; includeSubDomains");

    private Heads() {}

    static void put(HttpFields.Mutable headers, boolean secure) {
        for (HttpField field : SECURITY) {
            headers.put(field);
        }
        if (secure) {
            headers.put(ONLY_SECURE);
        }
    }

    /** An id that a client may choose: it is shown in logs and in answers. */
    static boolean isId(String given) {
        if (given.isEmpty() || given.length() > 128) {
            return false;
        }
        for (int at = 0; at < given.length(); at++) {
            char c = given.charAt(at);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!plain && "._:-".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}

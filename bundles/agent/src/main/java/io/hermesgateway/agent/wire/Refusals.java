package io.hermesgateway.agent.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hermesgateway.agent.wire.Reply.Kind;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a provider means when it refuses. Status codes are used loosely (an empty account is a 402, 403 or 429), so the
 * words count first.
 */
final class Refusals {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 500;
    private static final Pattern QUOTA =
            Pattern.compile("insufficient[_ ](user[_ ])?(quota|balance|funds|credits?)|exceeded_current_quota"
                    + "|billing[_ ](hard[_ ]limit|not[_ ]active)|credit balance|out of credits|not enough credits"
                    + "|no[_ ]?balance|arrear|payment required|quota (has been |is )?(exhausted|used up)"
                    + "|pre_consume_token_quota_failed|requires more credits|余额不足|额度不足|额度已用|欠费|配额不足");
    private static final Pattern MODEL =
            Pattern.compile("model[_ ]not[_ ](found|exist|supported|available)|not a valid model|no such model"
                    + "|invalid[_ ]model|unknown model|model .{0,120}(does not exist|not found|is not supported)"
                    + "|does not have access to model|无可用渠道|模型不存在");
    private static final Pattern TOO_LONG =
            Pattern.compile("context[_ ]length|maximum context|context window|too many tokens|prompt is too long"
                    + "|input is too long|reduce the length|range of input length|string_above_max_length");
    private static final Pattern KEY = Pattern.compile("invalid[_ ](api[_ ]?key|token|authentication)|incorrect api key"
            + "|invalid_authentication|unauthorized|no auth credentials|无效的令牌|令牌");

    private Refusals() {}

    static Reply.Trouble of(int status, HttpHeaders headers, byte[] body, Instant now) {
        String code = "";
        String said = "";
        try {
            JsonNode tree = JSON.readTree(body);
            JsonNode error = tree == null ? JSON.nullNode() : tree.path("error");
            JsonNode told = error.isObject() ? error : tree == null ? error : tree;
            code = told.path("code").asText("") + " " + told.path("type").asText("");
            said = error.isTextual() ? error.asText() : told.path("message").asText("");
        } catch (IOException notJson) {
            said = plain(body);
        }
        Duration wait = retryAfter(headers, now).orElse(null);
        return new Reply.Trouble(kind(status, code + " " + said), cut(said, status), wait, "");
    }

    /** An error that came as an event, where there is no status. */
    static Reply.Trouble of(Draft.Refusal refusal, String partial) {
        int status = refusal.code().matches(".*\\b[45]\\d\\d\\b.*")
                ? Integer.parseInt(refusal.code().replaceAll(".*\\b([45]\\d\\d)\\b.*", "$1"))
                : 500;
        Kind kind = kind(status, refusal.code() + " " + refusal.said());
        return new Reply.Trouble(kind, cut(refusal.said(), 0), null, partial);
    }

    private static Kind kind(int status, String words) {
        String text = words.toLowerCase(Locale.ROOT);
        if (status == 402 || QUOTA.matcher(text).find()) {
            return Kind.QUOTA;
        }
        if (status == 413 || TOO_LONG.matcher(text).find()) {
            return Kind.TOO_LONG;
        }
        if (status == 429 || text.contains("rate_limit") || text.contains("rate limit")) {
            return Kind.BUSY;
        }
        if (status == 404 || MODEL.matcher(text).find()) {
            return Kind.MODEL;
        }
        if (status == 401 || status == 403 || (status < 500 && KEY.matcher(text).find())) {
            return Kind.KEY;
        }
        return status == 408 || status == 409 || status == 425 || status >= 500 ? Kind.AWAY : Kind.REFUSED;
    }

    private static Optional<Duration> retryAfter(HttpHeaders headers, Instant now) {
        Optional<Duration> millis =
                headers.firstValue("retry-after-ms").flatMap(Refusals::number).map(Duration::ofMillis);
        return millis.or(() -> headers.firstValue("retry-after").flatMap(value -> number(value)
                .map(Duration::ofSeconds)
                .or(() -> date(value).map(until -> Duration.between(now, until)))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait)));
    }

    private static Optional<Long> number(String text) {
        return text.strip().matches("\\d{1,9}(\\.\\d+)?")
                ? Optional.of((long) Math.ceil(Double.parseDouble(text.strip())))
                : Optional.empty();
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException neither) {
            return Optional.empty();
        }
    }

    private static String plain(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return text.replaceAll("(?s)<(script|style).*?</\\1>", " ")
                .replaceAll("<[^>]{0,500}>", " ")
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static String cut(@Nullable String said, int status) {
        String words = said == null || said.isBlank() ? "" : said.strip();
        String brief = words.length() > LONGEST ? words.substring(0, LONGEST - 1) + "…" : words;
        if (brief.isEmpty()) {
            return "HTTP " + status;
        }
        return status == 0 ? brief : "HTTP " + status + ": " + brief;
    }
}

package io.hermesgateway.cli.foreign;

import io.hermesgateway.core.ledger.SessionImport;
import io.hermesgateway.spi.agent.TranscriptLine;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.message.Conversation;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A session of another gateway.
 *
 * @param row its row, or what is known of it from elsewhere
 * @param origin where it came from, as the other gateway wrote it
 * @param current whether its conversation is in it now
 */
record ForeignSession(String id, Map<?, ?> row, Map<?, ?> origin, boolean current) {
    private static final int LINES_MOST = 200;
    private static final long CHARACTERS_MOST = 500_000;

    /** Ids become names of files. */
    static String safe(String id) {
        String safe = id.replaceAll("[^A-Za-z0-9._-]", "_").replace("..", "__");
        return safe.length() > 128 ? safe.substring(0, 128) : safe;
    }

    void write(SessionImport.Writer out, List<TranscriptLine> lines) throws IOException {
        Conversation place = conversation();
        Instant started =
                ForeignLine.time(row.get("started_at")).orElse(lines.get(0).at());
        String parent = text("parent_session_id");
        out.write(new Fact.SessionImported(
                safe(id), place, parent == null ? null : safe(parent), text("title"), text("model"), started, 0));
        if (current && chat() != null) {
            out.write(new Fact.SessionOpened(safe(id), place, parent == null ? null : safe(parent), "imported"));
        }
        int from = 0;
        for (int to : ends(lines)) {
            out.write(turn(place, from, lines.subList(from, to)));
            from = to;
        }
    }

    /** A turn begins with what a person says; an endless one is cut. */
    private static List<Integer> ends(List<TranscriptLine> lines) {
        List<Integer> ends = new ArrayList<>();
        int from = 0;
        long characters = 0;
        for (int i = 0; i < lines.size(); i++) {
            TranscriptLine line = lines.get(i);
            boolean full = i - from >= LINES_MOST || characters >= CHARACTERS_MOST;
            if (i > from && (line.role().equals("user") || full)) {
                ends.add(i);
                from = i;
                characters = 0;
            }
            characters += line.text().length()
                    + (line.details() == null ? 0L : line.details().length());
        }
        ends.add(lines.size());
        return ends;
    }

    private Fact.TurnEnded turn(Conversation place, int from, List<TranscriptLine> lines) {
        String turnId = "import-" + safe(id) + "-" + from;
        String answer = "";
        List<TranscriptLine> own = new ArrayList<>();
        for (TranscriptLine line : lines) {
            own.add(new TranscriptLine(line.role(), line.text(), line.details(), turnId, line.at()));
            answer = line.role().equals("assistant") && !line.text().isEmpty() ? line.text() : answer;
        }
        TurnOutcome.Usage usage = from > 0 ? TurnOutcome.Usage.NONE : usage();
        return new Fact.TurnEnded(turnId, safe(id), place, "imported", answer, own, usage);
    }

    /** The whole session's, told with its first turn. */
    private TurnOutcome.Usage usage() {
        String model = text("model");
        return new TurnOutcome.Usage(
                model == null ? "" : model,
                number("input_tokens"),
                number("output_tokens"),
                number("cache_read_tokens"),
                number("reasoning_tokens"),
                (int) number("api_call_count"));
    }

    /** Where it was: a chat where one is known, else a place of its own. */
    private Conversation conversation() {
        String platform = first(origin.get("platform"), row.get("source"), "unknown");
        String chat = chat();
        if (chat == null) {
            return Conversation.dm(platform, safe(id));
        }
        Conversation.Kind kind = kind(first(origin.get("chat_type"), row.get("chat_type"), "dm"));
        String thread = nullable(origin.get("thread_id"), row.get("thread_id"));
        Conversation all = new Conversation(platform, kind, chat, thread, null);
        String key = String.valueOf(row.get("session_key"));
        for (Object member :
                new @Nullable Object[] {origin.get("user_id_alt"), origin.get("user_id"), row.get("user_id")}) {
            if (kind != Conversation.Kind.DM && member != null) {
                Conversation own = new Conversation(platform, kind, chat, thread, member.toString());
                if (key.endsWith(slots(own)) && !key.endsWith(slots(all))) {
                    return own;
                }
            }
        }
        return all;
    }

    /** The key without whose home it is. */
    private static String slots(Conversation place) {
        return place.key().substring("agent:main".length());
    }

    private @Nullable String chat() {
        String platform = first(origin.get("platform"), row.get("source"), "");
        return platform.equals("cli") ? null : nullable(origin.get("chat_id"), row.get("chat_id"));
    }

    private static Conversation.Kind kind(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "group", "supergroup" -> Conversation.Kind.GROUP;
            case "channel" -> Conversation.Kind.CHANNEL;
            case "thread" -> Conversation.Kind.THREAD;
            case "forum" -> Conversation.Kind.FORUM;
            default -> Conversation.Kind.DM;
        };
    }

    private @Nullable String text(String name) {
        return nullable(row.get(name));
    }

    private long number(String name) {
        return row.get(name) instanceof Number number ? number.longValue() : 0;
    }

    private static @Nullable String nullable(@Nullable Object... values) {
        for (Object value : values) {
            if (value != null && !value.toString().isBlank()) {
                return value.toString();
            }
        }
        return null;
    }

    private static String first(@Nullable Object one, @Nullable Object other, String otherwise) {
        String found = nullable(one, other);
        return found == null ? otherwise : found;
    }
}

package io.hermesgateway.jsonl;

import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has begun and not ended: approvals until they are decided, deliveries until they are sent, counts of tool calls
 * until their turn ends. Held in memory, and in a file of its own so that a restart knows it.
 */
final class OpenWork {
    private static final int EXCERPT = 300;
    private static final int SLACK = 1_000;

    private final LineFile file;
    private final Json json;
    private final Map<String, Lines.Open> open = new LinkedHashMap<>();
    private long lines;

    OpenWork(LineFile file, Json json) {
        this.file = file;
        this.json = json;
    }

    void load(long upTo) throws IOException {
        open.clear();
        lines = 0;
        file.forwards(upTo, (line, offset) -> {
            lines++;
            json.read(line, Lines.Open.class).ifPresent(this::put);
            return true;
        });
    }

    private void put(Lines.Open now) {
        if (now.gone()) {
            open.remove(now.id());
        } else {
            open.put(now.id(), now);
        }
    }

    private void set(ByteArrayOutputStream to, Lines.Open now) {
        put(now);
        json.line(to, now);
        lines++;
    }

    /** Whether the file is mostly about what is over. */
    boolean wasteful() {
        return lines > 2L * open.size() + SLACK;
    }

    void rewrite() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        open.values().forEach(each -> json.line(all, each));
        PrivateFiles.write(file.path, all.toByteArray(), true);
        lines = open.size();
    }

    void tool(ByteArrayOutputStream to, long p, String turnId) {
        set(to, new Lines.Open(p, "turn/" + turnId, null, null, tools(turnId) + 1));
    }

    private int tools(String turnId) {
        Lines.Open before = open.get("turn/" + turnId);
        return before == null || before.tools() == null ? 0 : before.tools();
    }

    /** How many tool calls it had. */
    int ended(ByteArrayOutputStream to, long p, String turnId) {
        int tools = tools(turnId);
        if (tools > 0) {
            set(to, new Lines.Open(p, "turn/" + turnId, null, null, null));
        }
        return tools;
    }

    void asked(ByteArrayOutputStream to, long p, Approval approval) {
        set(to, new Lines.Open(p, "approval/" + approval.id(), approval, null, null));
    }

    private @Nullable Approval approval(String id) {
        Lines.Open known = open.get("approval/" + id);
        return known == null ? null : known.approval();
    }

    void joined(ByteArrayOutputStream to, long p, Fact.ApprovalJoined fact) {
        Approval before = approval(fact.approvalId());
        if (before != null && !before.callIds().contains(fact.callId())) {
            List<String> calls = new ArrayList<>(before.callIds());
            calls.add(fact.callId());
            asked(to, p, before.with(calls, before.expiresAt(), before.decision()));
        }
    }

    void shown(ByteArrayOutputStream to, long p, Fact.ApprovalShown fact) {
        Approval before = approval(fact.approvalId());
        if (before != null && before.expiresAt() == null) {
            asked(to, p, before.with(before.callIds(), fact.expiresAt(), before.decision()));
        }
    }

    /** The approval with its decision; null when it was never asked. */
    @Nullable
    Approval decided(ByteArrayOutputStream to, long p, Fact.ApprovalDecided fact) {
        Approval before = approval(fact.approvalId());
        if (before == null) {
            return null;
        }
        set(to, new Lines.Open(p, "approval/" + before.id(), null, null, null));
        return before.with(before.callIds(), before.expiresAt(), fact.decision());
    }

    void queued(ByteArrayOutputStream to, long p, Fact.DeliveryQueued fact) {
        Lines.Sending sending = new Lines.Sending(
                fact.delivery().to().platform(),
                fact.delivery().to().key(),
                Texts.cut(textOf(fact.delivery().body()), EXCERPT),
                false);
        set(to, new Lines.Open(p, "delivery/" + fact.delivery().id(), null, sending, null));
    }

    private static String textOf(Body body) {
        return body.fold(
                text -> text.text(),
                media -> media.attachment().name(),
                prompt -> prompt.text(),
                edit -> textOf(edit.replacement()));
    }

    /** The row of a delivery that is settled now; null while it is on its way. */
    Lines.@Nullable Settled settled(ByteArrayOutputStream to, long p, Instant at, Fact.DeliverySettled fact) {
        String id = "delivery/" + fact.deliveryId();
        Lines.Open known = open.get(id);
        Lines.Sending before = known == null ? null : known.sending();
        if (before == null || fact.state().open()) {
            return null;
        }
        boolean over =
                switch (fact.state()) {
                    case SENT, CANCELLED -> true;
                    case QUEUED, SENDING, RETRYING, PARKED, UNCERTAIN, IN_AUDIT, FAILED -> false;
                };
        Lines.Sending after = new Lines.Sending(before.platform(), before.key(), before.excerpt(), true);
        set(to, new Lines.Open(p, id, null, over ? null : after, null));
        Store.DeliveryRow row = new Store.DeliveryRow(
                fact.deliveryId(),
                before.platform(),
                before.key(),
                fact.state().word(),
                before.excerpt(),
                fact.why(),
                at);
        return new Lines.Settled(p, before.settled(), row);
    }
}

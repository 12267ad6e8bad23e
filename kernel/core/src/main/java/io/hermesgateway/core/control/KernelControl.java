package io.hermesgateway.core.control;

import io.hermesgateway.core.approval.Desk;
import io.hermesgateway.core.ledger.KnownApproval;
import io.hermesgateway.core.ledger.Ledger;
import io.hermesgateway.core.ledger.OpenDelivery;
import io.hermesgateway.core.ledger.State;
import io.hermesgateway.spi.approval.Answer;
import io.hermesgateway.spi.approval.AnswerResult;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.service.GatewayControl;
import io.hermesgateway.spi.service.Rows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What operators can do, whoever carries the call. Whatever changes something is written into the audit first. */
public final class KernelControl implements GatewayControl {
    private static final Logger LOG = LoggerFactory.getLogger(KernelControl.class);

    private final Parts parts;
    private final Ledger ledger;
    private final Desk desk;
    private final HealthBoard board;
    private final EventLog events;

    public KernelControl(Parts parts, Ledger ledger, Desk desk, HealthBoard board, EventLog events) {
        this.parts = parts;
        this.ledger = ledger;
        this.desk = desk;
        this.board = board;
        this.events = events;
        board.count(() -> ledger.read(State::sizes));
        board.ask(() -> parts.plugins().rows().stream()
                .map(row -> new Rows.Component(row.id(), row.state(), row.detail()))
                .toList());
        board.ask(() -> parts.platforms().rows().stream()
                .map(row -> new Rows.Component(row.id(), row.state(), row.detail()))
                .toList());
    }

    /** The parts of the kernel that do what is asked. */
    public record Parts(
            Plugins plugins, Platforms platforms, Outgoing outgoing, Copies copies, Consumer<String> shutDown) {}

    /** The plugin host; actions throw {@code not_found} for an unknown id. */
    public interface Plugins {
        List<Rows.Plugin> rows();

        Rows.Plugin act(String id, String action);

        Rows.Plugin install(Path jar);

        void remove(String id);
    }

    /** The platform accounts. */
    public interface Platforms {
        List<Rows.Platform> rows();

        Rows.Platform act(String id, String action);
    }

    /** The outbox. */
    public interface Outgoing {
        Rows.SendRow send(String target, String text, Duration wait);

        /** Puts it into the queue again; false when there is nothing to send again under this id. */
        boolean retry(String deliveryId);
    }

    /** The copies of the store. */
    public interface Copies {
        Rows.Backup backup(@Nullable Path target);

        List<Rows.Backup> rows();

        Rows.Backup restore(Path backup);
    }

    @Override
    public Rows.Status status() {
        return board.status();
    }

    @Override
    public List<Rows.Plugin> plugins() {
        return parts.plugins().rows();
    }

    @Override
    public Rows.Plugin plugin(Caller caller, String id, String action) {
        audit(caller, "plugins." + action, id);
        return parts.plugins().act(id, action);
    }

    @Override
    public Rows.Plugin install(Caller caller, Path jar) {
        audit(caller, "plugins.install", jar.toString());
        return parts.plugins().install(jar);
    }

    @Override
    public void remove(Caller caller, String pluginId) {
        audit(caller, "plugins.remove", pluginId);
        parts.plugins().remove(pluginId);
    }

    @Override
    public List<Rows.Platform> platforms() {
        return parts.platforms().rows();
    }

    @Override
    public Rows.Platform platform(Caller caller, String id, String action) {
        audit(caller, "platforms." + action, id);
        return parts.platforms().act(id, action);
    }

    @Override
    public List<Rows.ApprovalRow> approvals(@Nullable String state) {
        return ledger.read(s -> Stream.concat(s.decidedApprovals().stream(), s.pendingApprovals().stream())
                .map(known -> RowsOf.approval(known.approval()))
                .filter(row -> state == null || row.state().equals(state))
                .toList());
    }

    @Override
    public Rows.@Nullable ApprovalRow approval(String id) {
        KnownApproval known = ledger.read(s -> s.approval(id));
        return known == null ? null : RowsOf.approval(known.approval());
    }

    @Override
    public AnswerResult answer(Caller caller, String approvalId, Choice choice, @Nullable String reason) {
        audit(caller, "approvals." + choice.word(), approvalId);
        Sender operator = Sender.of(caller.via(), caller.name(), caller.name());
        return desk.answerAsOperator(new Answer(approvalId, choice, operator, null, caller.via(), reason));
    }

    @Override
    public List<Rows.DeliveryRow> deliveries(@Nullable String state) {
        return ledger.read(s -> s.deliveries().stream()
                .map(RowsOf::delivery)
                .filter(row -> state == null || row.state().equals(state))
                .toList());
    }

    @Override
    public Rows.DeliveryRow retry(Caller caller, String deliveryId) {
        audit(caller, "deliveries.retry", deliveryId);
        boolean queued = parts.outgoing().retry(deliveryId);
        OpenDelivery open = ledger.read(s -> s.delivery(deliveryId));
        if (!queued || open == null) {
            throw new GatewayException(
                    KernelError.NOT_FOUND, "there is no dead letter or uncertain delivery " + deliveryId);
        }
        return RowsOf.delivery(open);
    }

    @Override
    public Rows.SendRow send(Caller caller, String target, String text, Duration wait) {
        audit(caller, "send", target);
        return parts.outgoing().send(target, text, wait);
    }

    @Override
    public Rows.Backup backup(Caller caller, @Nullable Path target) {
        audit(caller, "store.backup", target == null ? "" : target.toString());
        return parts.copies().backup(target);
    }

    @Override
    public List<Rows.Backup> backups() {
        return parts.copies().rows();
    }

    @Override
    public Rows.Backup restore(Caller caller, Path backup) {
        audit(caller, "store.restore", backup.toString());
        return parts.copies().restore(backup);
    }

    @Override
    public void shutDown(Caller caller, String how) {
        audit(caller, "gateway." + how, "");
        parts.shutDown().accept(how);
    }

    @Override
    public Registration watch(long afterId, Watcher watcher) {
        return events.watch(afterId, watcher);
    }

    /** A full disk must not keep anybody from stopping a plugin, so what cannot be kept is at least in the log. */
    private void audit(Caller caller, String what, String about) {
        LOG.info("{} {} by {} via {}", what, about, caller.name(), caller.via());
        ledger.commit(s -> List.of(new Fact.Audited(caller.name(), caller.via(), what, about)));
    }
}

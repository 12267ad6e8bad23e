package io.hermesgateway.spi.service;

import io.hermesgateway.spi.approval.AnswerResult;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.plugin.Registration;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operator can do. The command line reaches it over the control socket, the console over HTTP: the same calls,
 * the same rows, the same audit. All may be called from any thread.
 *
 * @see ControlVerb for calls that bundles add
 */
public interface GatewayControl {
    /** Who does something: a name for the audit and where the call came from. */
    record Caller(String name, String via) {}

    Rows.Status status();

    List<Rows.Plugin> plugins();

    /** {@code restart}, {@code stop}, {@code start} or {@code rollback}; throws {@code not_found} for an unknown id. */
    Rows.Plugin plugin(Caller caller, String id, String action);

    /** Installs or replaces from a jar; refusals carry the codes of the console's upload. */
    Rows.Plugin install(Caller caller, Path jar);

    void remove(Caller caller, String pluginId);

    List<Rows.Platform> platforms();

    /** {@code restart}, {@code pause} or {@code resume}. */
    Rows.Platform platform(Caller caller, String id, String action);

    /** Pending ones, or all that are still remembered. */
    List<Rows.ApprovalRow> approvals(@Nullable String state);

    /** An operator's answer; operators may answer any approval. */
    AnswerResult answer(Caller caller, String approvalId, Choice choice, @Nullable String reason);

    /** One approval as a row. */
    Rows.@Nullable ApprovalRow approval(String id);

    List<Rows.DeliveryRow> deliveries(@Nullable String state);

    /** Puts a dead letter, or an uncertain delivery, into the queue again. */
    Rows.DeliveryRow retry(Caller caller, String deliveryId);

    /** Sends a text through the outbox and waits up to the given time for the evidence. */
    Rows.SendRow send(Caller caller, String target, String text, java.time.Duration wait);

    /**
     * Writes a complete copy of the store, opens it to see that it can be read, and says where it is. Everything goes on
     * meanwhile.
     *
     * @param target a file that does not exist yet; null for one in {@code backups/}, where the oldest give way
     */
    Rows.Backup backup(Caller caller, @Nullable Path target);

    /** The copies in {@code backups/}, newest first. */
    List<Rows.Backup> backups();

    /**
     * Puts a copy in the place of the store, whose files are set aside, and feeds it what happened since; reads are
     * answered by the other store meanwhile. Work that is open is not touched, and closed work stays closed.
     */
    Rows.Backup restore(Caller caller, Path backup);

    /** Begins a graceful end: {@code stop} or {@code restart}. */
    void shutDown(Caller caller, String how);

    /** Watches what happens: {@code plugin}, {@code platform}, {@code approval}, {@code message}, {@code delivery}, {@code log}. */
    Registration watch(long afterId, Watcher watcher);

    /** Gets events in order, inline; must be quick. */
    interface Watcher {
        void onEvent(Rows.Event event);
    }
}

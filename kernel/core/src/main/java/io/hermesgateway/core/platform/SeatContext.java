package io.hermesgateway.core.platform;

import io.hermesgateway.core.inbox.Account;
import io.hermesgateway.core.inbox.Inbox;
import io.hermesgateway.core.ledger.Ledger;
import io.hermesgateway.core.words.Words;
import io.hermesgateway.spi.approval.Answer;
import io.hermesgateway.spi.approval.AnswerResult;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.message.Accepted;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.InboundMessage;
import io.hermesgateway.spi.platform.PlatformContext;
import io.hermesgateway.spi.platform.PlatformState;
import io.hermesgateway.spi.plugin.Ids;
import io.hermesgateway.spi.plugin.Registry;
import io.hermesgateway.spi.plugin.Tasks;
import io.hermesgateway.spi.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one adapter is handed. When its time is over every method refuses, whatever still calls. */
final class SeatContext implements PlatformContext {
    static final int PARALLEL_SENDS = 4;

    private final PlatformParts parts;
    private final Account account;
    private final Told seat;
    private final Hosted plugin;
    private final Hosted.Scope scope;
    private final Settings settings;
    private volatile boolean over;

    /** The seat, which is told how its adapter is. */
    interface Told {
        void show(PlatformState state, String detail);

        void proven(boolean byMessage);
    }

    SeatContext(PlatformParts parts, Account account, Told seat, Hosted plugin, Settings settings) {
        this.parts = parts;
        this.account = account;
        this.seat = seat;
        this.plugin = plugin;
        this.scope = plugin.tasks();
        this.settings = settings;
    }

    void end() {
        over = true;
        scope.close().run();
    }

    static Path folder(Path home, String account) {
        return home.resolve("platforms").resolve(account);
    }

    private boolean refuses() {
        return over || !plugin.alive();
    }

    @Override
    public String platformId() {
        return account.id();
    }

    @Override
    public List<Accepted> acceptAll(List<InboundMessage> messages, @Nullable String cursor, @Nullable String value) {
        if (refuses()) {
            Accepted closed = new Accepted.NotNow(account.id() + " was closed");
            return messages.stream().map(message -> closed).toList();
        }
        if (!messages.isEmpty()) {
            seat.proven(true);
        }
        return parts.inbox().get().acceptAll(account, messages, cursor, value);
    }

    @Override
    public AnswerResult answer(Answer answer) {
        if (refuses()) {
            String name = answer.by().name();
            return new AnswerResult.NotNow(
                    Words.of(Inbox.class, name == null ? "" : name).say("not-now"));
        }
        return parts.desk().get().answer(answer);
    }

    @Override
    public Optional<String> cursor(String name) {
        return refuses() ? Optional.empty() : parts.ledger().read(state -> state.cursor(account.id(), name));
    }

    @Override
    public boolean saveCursor(String name, String value) {
        return !refuses()
                && parts.ledger().commit(state -> List.of(new Fact.CursorMoved(account.id(), name, value)))
                        == Ledger.Commit.DONE;
    }

    @Override
    public void report(PlatformState state, String detail) {
        if (!refuses()) {
            seat.show(Objects.requireNonNull(state), Objects.requireNonNull(detail));
        }
    }

    @Override
    public void proofOfLife() {
        if (!refuses()) {
            seat.proven(false);
        }
    }

    @Override
    public void opened(Conversation conversation) {
        if (!refuses()) {
            parts.outbox().get().opened(conversation);
        }
    }

    @Override
    public void settled(String deliveryId, SendResult result) {
        if (!refuses()) {
            parts.outbox().get().settled(deliveryId, result);
        }
    }

    @Override
    public int parallelSends() {
        return PARALLEL_SENDS;
    }

    @Override
    public String pluginId() {
        return plugin.id();
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public Path folder() {
        Path folder = folder(parts.home(), account.id());
        try {
            Files.createDirectories(folder.resolveSibling("."));
            return Files.isDirectory(folder)
                    ? folder
                    : Files.createDirectory(
                            folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    @Override
    public Path home() {
        return parts.home();
    }

    @Override
    public InstantSource clock() {
        return parts.clock();
    }

    @Override
    public Tasks tasks() {
        return scope.tasks();
    }

    @Override
    public Ids ids() {
        return parts.ids();
    }

    @Override
    public Registry registry() {
        return plugin.registry();
    }
}

package io.hermesgateway.acp;

import io.hermesgateway.spi.agent.Turns;
import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.service.GatewayControl;
import io.hermesgateway.spi.service.Rows;
import io.hermesgateway.spi.service.Service;
import io.hermesgateway.spi.service.ServiceContext;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is not handed: how a person answered, and that a turn was stopped while it waited. A process must not go
 * on waiting for an answer that nobody can give any more.
 */
final class AcpService implements Service {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
    private static final Set<String> OPEN = Set.of("queued", "running", "waiting");

    private final ServiceContext context;
    private final Supplier<Optional<AcpAgent>> agent;
    private final Consumer<Optional<GatewayControl>> control;
    private @Nullable Registration looking;

    AcpService(ServiceContext context, Supplier<Optional<AcpAgent>> agent, Consumer<Optional<GatewayControl>> control) {
        this.context = context;
        this.agent = agent;
        this.control = control;
    }

    /** What the person chose at an approval. */
    static Optional<String> choice(GatewayControl control, String approvalId) {
        return Optional.ofNullable(control.approval(approvalId)).map(Rows.ApprovalRow::choice);
    }

    @Override
    public void start() {
        control.accept(Optional.of(context.control()));
        looking = context.tasks().every(BETWEEN_LOOKS, "stopped turns", this::look);
    }

    private void look() {
        agent.get().ifPresent(found -> found.turns().forEach(turn -> {
            Optional<Turns.Snapshot> now = context.turns().find(turn);
            if (now.isEmpty() || !OPEN.contains(now.get().state())) {
                found.dropped(turn);
            }
        }));
    }

    @Override
    public void close() {
        control.accept(Optional.empty());
        if (looking != null) {
            looking.close();
        }
    }
}

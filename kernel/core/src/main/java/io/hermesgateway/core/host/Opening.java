package io.hermesgateway.core.host;

import io.hermesgateway.spi.error.GatewayException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a jar to an instance whose extensions are open, as far as that is the kernel's part. */
final class Opening {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

    private final HostParts parts;

    Opening(HostParts parts) {
        this.parts = parts;
    }

    /** Installs and wires the jar; none of its code runs yet. */
    LivePlugin prepare(PluginJar jar) {
        return new LivePlugin(jar, parts.felix().install(jar), parts.threads(), parts.registry(), parts.clock());
    }

    /** Has its extensions opened, and waits for the proof where one is wanted; says what went wrong. */
    Optional<String> open(LivePlugin fresh, boolean wantProof) {
        Duration patience = parts.limits().proof();
        try {
            CompletableFuture<@Nullable Void> proof = parts.extensions().opened(fresh);
            if (wantProof || proof.isCompletedExceptionally()) {
                CompletableFuture.anyOf(proof, fresh.doom()).get(patience.toMillis(), TimeUnit.MILLISECONDS);
            }
            return Optional.empty();
        } catch (TimeoutException e) {
            return Optional.of("it was not proven to work within " + patience.toSeconds() + " s");
        } catch (ExecutionException e) {
            return Optional.of(words(e.getCause() == null ? e : e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("the gateway is stopping");
        } catch (GatewayException e) {
            return Optional.of(words(e));
        } catch (RuntimeException e) {
            LOG.error("{} could not be opened", fresh.id(), e);
            return Optional.of(words(e));
        }
    }

    static String words(Throwable thrown) {
        return String.valueOf(thrown.getMessage());
    }
}

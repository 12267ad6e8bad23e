package io.hermesgateway.example;

import com.fasterxml.jackson.databind.JsonNode;
import io.hermesgateway.spi.approval.Answer;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.InboundMessage;
import io.hermesgateway.spi.message.MessageKey;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.spi.platform.Platform;
import io.hermesgateway.spi.platform.PlatformContext;
import io.hermesgateway.spi.platform.PlatformState;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One account. A thread of the plugin keeps the connection; whatever must survive is the kernel's: this class holds
 * nothing but the deliveries whose answers are awaited right now.
 */
final class ExamplePlatform implements Platform {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final PlatformContext context;
    private final Map<String, CompletableFuture<SendResult>> awaited = new ConcurrentHashMap<>();
    private volatile @Nullable Line line;
    private volatile boolean closed;

    ExamplePlatform(PlatformContext context) {
        this.context = context;
    }

    @Override
    public void start() {
        context.report(PlatformState.CONNECTING, "");
        context.tasks().run("example-connection", this::stayConnected);
    }

    private void stayConnected() {
        connectAndRead();
        if (!closed) {
            context.tasks().after(PAUSE, "example-connection", this::stayConnected);
        }
    }

    /** Reads until the connection ends. */
    private void connectAndRead() {
        String host = context.settings().get(ExamplePlugin.HOST);
        int port = context.settings().get(ExamplePlugin.PORT).intValue();
        try (Line now = Line.connect(host, port)) {
            line = now;
            now.write(Wire.hello(context.platformId()));
            for (JsonNode in = now.read(); in != null && !closed; in = now.read()) {
                context.proofOfLife();
                take(now, in);
            }
            context.report(PlatformState.OFFLINE, "the chat server closed the connection");
        } catch (IOException broken) {
            context.report(PlatformState.OFFLINE, "no connection to " + host + ":" + port);
        } finally {
            line = null;
            // Nobody knows whether the far side read what was written last: uncertain, never simply sent again.
            awaited.values().forEach(future -> future.complete(new SendResult.Uncertain("the connection broke")));
        }
    }

    private void take(Line from, JsonNode in) throws IOException {
        if (in.has("ready")) {
            context.report(PlatformState.ONLINE, "");
        } else if (in.has("message")) {
            JsonNode message = in.get("message");
            // Acknowledge only what is durable: the far side offers everything else again.
            if (context.accept(decode(message)).acknowledge()) {
                from.write(Wire.ack(message.path("id").asText()));
            }
        } else if (in.has("click")) {
            JsonNode click = in.get("click");
            from.write(Wire.clicked(click.path("n").asText(), context.answer(answer(click))));
        } else {
            settle(in);
        }
    }

    private InboundMessage decode(JsonNode message) {
        String platform = context.platformId();
        String chat = message.path("chat").asText();
        Conversation.Kind kind = message.path("group").asBoolean() ? Conversation.Kind.GROUP : Conversation.Kind.DM;
        return InboundMessage.text(
                new MessageKey(platform, chat, message.path("id").asText()),
                new Conversation(platform, kind, chat, null, null),
                sender(message),
                message.path("text").asText(),
                context.clock().instant());
    }

    private Sender sender(JsonNode from) {
        return Sender.of(
                context.platformId(),
                from.path("user").asText(),
                from.path("name").asText(null));
    }

    private Answer answer(JsonNode click) {
        Choice choice = Choice.of(click.path("choice").asText()).orElse(Choice.DENY);
        Conversation where =
                Conversation.dm(context.platformId(), click.path("chat").asText());
        return new Answer(click.path("approval").asText(), choice, sender(click), where, "button", null);
    }

    private void settle(JsonNode in) {
        complete(in.path("sent"), new SendResult.Sent(in.path("as").asText()));
        Duration pause = Duration.ofSeconds(in.path("seconds").asLong());
        complete(in.path("later"), new SendResult.Later(pause, in.path("why").asText()));
        complete(
                in.path("refused"),
                new SendResult.Refused(
                        KernelError.REFUSED_BY_PLATFORM, in.path("why").asText()));
    }

    private void complete(JsonNode deliveryId, SendResult result) {
        CompletableFuture<SendResult> future = awaited.get(deliveryId.asText());
        if (future != null) {
            future.complete(result);
        }
    }

    @Override
    public SendResult send(Delivery delivery) {
        Line now = line;
        if (now == null) {
            return new SendResult.Later(Duration.ZERO, "not connected");
        }
        CompletableFuture<SendResult> answer = new CompletableFuture<>();
        awaited.put(delivery.id(), answer);
        try {
            now.write(Wire.send(delivery));
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException | ExecutionException | TimeoutException unanswered) {
            return new SendResult.Uncertain("written, and no answer came");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return new SendResult.Uncertain("stopped while waiting for the answer");
        } finally {
            awaited.remove(delivery.id());
        }
    }

    @Override
    public void close() {
        closed = true;
        Line now = line;
        if (now != null) {
            now.close();
        }
    }
}

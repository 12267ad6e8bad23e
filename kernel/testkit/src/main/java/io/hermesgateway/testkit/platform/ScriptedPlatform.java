package io.hermesgateway.testkit.platform;

import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.spi.delivery.Delivery;
import io.hermesgateway.spi.delivery.SendResult;
import io.hermesgateway.spi.message.Accepted;
import io.hermesgateway.spi.message.Conversation;
import io.hermesgateway.spi.message.InboundMessage;
import io.hermesgateway.spi.message.MessageKey;
import io.hermesgateway.spi.message.Sender;
import io.hermesgateway.spi.platform.Capabilities;
import io.hermesgateway.spi.platform.Platform;
import io.hermesgateway.spi.platform.PlatformContext;
import io.hermesgateway.spi.platform.PlatformFactory;
import io.hermesgateway.spi.platform.PlatformState;
import io.hermesgateway.spi.settings.Setting;
import io.hermesgateway.spi.settings.Settings;
import io.hermesgateway.spi.settings.SettingsSpec;
import io.hermesgateway.spi.settings.Types;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/** A kind of platform whose far side is the test: it says what comes, sees what is sent, and decides how things go. */
public final class ScriptedPlatform implements PlatformFactory {
    /** The only setting an account needs; accounts with the same token are the same bot. */
    public static final Setting<io.hermesgateway.spi.settings.Secret> TOKEN =
            Setting.required("token", Types.SECRET, "The token of the bot.");

    private final String kind;
    private final AtomicInteger messages = new AtomicInteger();

    /** Every adapter that was opened, oldest first. */
    public final List<Adapter> adapters = new CopyOnWriteArrayList<>();
    /** Every delivery that was handed over by any of them. */
    public final List<Delivery> sent = new CopyOnWriteArrayList<>();
    /** What the far side says to a delivery. */
    public volatile Function<Delivery, SendResult> farSide =
            delivery -> new SendResult.Sent("far-" + messages.incrementAndGet());
    /** What an adapter does when it is started. */
    public volatile Consumer<PlatformContext> whenStarted = context -> context.report(PlatformState.ONLINE, "");

    public volatile Capabilities capabilities = new Capabilities(4_000, Capabilities.TextUnit.UTF16, 4, true, false);

    public ScriptedPlatform(String kind) {
        this.kind = kind;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public SettingsSpec settings() {
        return SettingsSpec.of("platforms." + kind, TOKEN);
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public Optional<Bot> bot(Settings settings) {
        return Optional.of(new Bot(kind + "-token", settings.get(TOKEN)));
    }

    @Override
    public Adapter open(PlatformContext context) {
        Adapter adapter = new Adapter(context);
        adapters.add(adapter);
        return adapter;
    }

    /** The adapter of an account that was opened last. */
    public Adapter adapter(String platformId) {
        return adapters.stream()
                .filter(adapter -> adapter.context.platformId().equals(platformId))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new AssertionError("no adapter of " + platformId + " was opened"));
    }

    /** The texts that were handed over for one chat. */
    public List<String> textsTo(String chatId) {
        return sent.stream()
                .filter(delivery -> delivery.to().chatId().equals(chatId))
                .map(delivery -> delivery.body()
                        .fold(
                                Body.Text::text,
                                media -> media.attachment().name(),
                                Body.Prompt::text,
                                edit -> "edit of " + edit.messageId()))
                .toList();
    }

    /** One open account. */
    public final class Adapter implements Platform {
        public final PlatformContext context;
        public volatile boolean closed;

        private Adapter(PlatformContext context) {
            this.context = context;
        }

        /** Somebody writes in a private chat. */
        public Accepted says(String chatId, String userId, String text) {
            String id = context.platformId();
            return context.accept(InboundMessage.text(
                    new MessageKey(id, chatId, "m" + messages.incrementAndGet()),
                    Conversation.dm(id, chatId),
                    Sender.of(id, userId, userId),
                    text,
                    context.clock().instant()));
        }

        @Override
        public void start() {
            whenStarted.accept(context);
        }

        @Override
        public SendResult send(Delivery delivery) {
            sent.add(delivery);
            return farSide.apply(delivery);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}

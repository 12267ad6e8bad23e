package io.hermesgateway.agent.provider;

import io.hermesgateway.agent.wire.Deltas;
import io.hermesgateway.agent.wire.Endpoint;
import io.hermesgateway.agent.wire.Message;
import io.hermesgateway.agent.wire.ModelClient;
import io.hermesgateway.agent.wire.Prompt;
import io.hermesgateway.agent.wire.Reply;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.service.ControlVerb;
import io.hermesgateway.spi.service.GatewayControl;
import io.hermesgateway.spi.service.Rows;
import io.hermesgateway.spi.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the doctor says about the models: each one is asked a short question, and the source of its key is named. */
public final class Checkup implements ControlVerb {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Supplier<Settings> settings;
    private final ModelClient client;

    public Checkup(Supplier<Settings> settings, ModelClient client) {
        this.settings = settings;
        this.client = client;
    }

    @Override
    public @Nullable Object call(
            GatewayControl.Caller caller, Map<String, Object> arguments, ControlVerb.Progress progress) {
        List<Rows.Check> rows = new ArrayList<>();
        Settings now = settings.get();
        try {
            Resolver resolver = new Resolver(now);
            if (!ModelRule.isNamed(now)) {
                return List.of(row("model", "skipped", "no model is configured, so the demo agent answers", null));
            }
            resolver.badFallbacks().forEach(bad -> rows.add(wrong("model.fallback", bad)));
            List<Choice> chain = resolver.chain("", "");
            for (int i = 0; i < chain.size(); i++) {
                rows.add(ask(i == 0 ? "model" : "model.fallback." + i, chain.get(i)));
            }
        } catch (Wrong wrong) {
            rows.add(0, wrong("model", wrong));
        } catch (GatewayException unfit) {
            rows.add(0, row("model", "fail", String.valueOf(unfit.getMessage()), "Correct it; it applies at once."));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            rows.add(row("model", "skipped", "the check was stopped", null));
        }
        return rows;
    }

    private static Rows.Check wrong(String id, Wrong wrong) {
        return row(id, "fail", wrong.key() + ": " + wrong.words(), "Change " + wrong.key() + "; it applies at once.");
    }

    private Rows.Check ask(String id, Choice choice) throws InterruptedException {
        Endpoint e = choice.endpoint();
        Endpoint hasty = e.within(PATIENCE);
        long began = System.nanoTime();
        Message question = Message.user("Answer with the word OK.");
        Reply reply = client.ask(
                hasty,
                new Prompt(choice.model(), List.of(question), List.of(), Map.of(), choice.streamed()),
                Deltas.UNHEARD);
        long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
        String key = e.key().isBlank() ? "no key" : "key " + e.key().masked();
        String who = choice.model() + " at " + e.name() + " (" + e.base().getHost() + ", " + key + " from "
                + choice.keyFrom() + ")";
        return reply instanceof Reply.Trouble trouble
                ? row(id, "fail", who + ": " + trouble.said(), fix(trouble.kind(), choice))
                : row(id, "ok", who + " answered in " + millis + " ms", null);
    }

    private static String fix(Reply.Kind kind, Choice choice) {
        return switch (kind) {
            case KEY -> "Put a valid key where it comes from now: " + choice.keyFrom() + ".";
            case QUOTA -> "Top up the account, or set fallback_providers.";
            case MODEL -> "Set model.default to a model that the provider offers.";
            case GARBAGE -> "Check base_url and api_mode of the provider.";
            default -> "Check base_url and proxy of the provider, and whether it is up.";
        };
    }

    private static Rows.Check row(String id, String state, String detail, @Nullable String fix) {
        return new Rows.Check(id, "The model answers", state, detail, fix);
    }
}

package io.hermesgateway.agent.aside;

import io.hermesgateway.agent.provider.Asking;
import io.hermesgateway.agent.provider.Choice;
import io.hermesgateway.agent.provider.ModelSettings;
import io.hermesgateway.agent.provider.Models;
import io.hermesgateway.agent.provider.Wrong;
import io.hermesgateway.agent.wire.Deltas;
import io.hermesgateway.agent.wire.Message;
import io.hermesgateway.agent.wire.Prompt;
import io.hermesgateway.agent.wire.Reply;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Asks the cheap model where one is named, the usual one otherwise; whoever asks gets words, or nothing. */
public final class Aside {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Asking asking;
    private final Models models;
    private final Supplier<Settings> settings;

    public Aside(Asking asking, Models models, Supplier<Settings> settings) {
        this.asking = asking;
        this.models = models;
        this.settings = settings;
    }

    Settings settings() {
        return settings.get();
    }

    /** Empty when nobody can be asked, or nobody answers in time. */
    Optional<String> ask(String task, String about) throws InterruptedException {
        try {
            Settings now = settings.get();
            String small = now.find(ModelSettings.SMALL_MODEL).orElse("").strip();
            List<Choice> chain = models.chain(now, "", small).stream()
                    .map(choice -> choice.within(PATIENCE))
                    .toList();
            Reply reply = asking.ask(chain, choice -> question(choice, task, about), Deltas.UNHEARD)
                    .reply();
            return reply instanceof Reply.Answer answer
                    ? Optional.of(answer.text().strip()).filter(text -> !text.isEmpty())
                    : Optional.empty();
        } catch (Wrong | GatewayException nobody) {
            return Optional.empty();
        }
    }

    private static Prompt question(Choice choice, String task, String about) {
        List<Message> messages = List.of(Message.system(task), Message.user(about));
        return new Prompt(choice.model(), messages, List.of(), Map.of(), choice.streamed());
    }
}

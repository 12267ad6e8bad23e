package io.hermesgateway.agent;

import io.hermesgateway.agent.aside.Aside;
import io.hermesgateway.agent.aside.ModelOpinion;
import io.hermesgateway.agent.aside.Naming;
import io.hermesgateway.agent.compress.Compressor;
import io.hermesgateway.agent.loop.TurnLoop;
import io.hermesgateway.agent.prompt.SystemPrompt;
import io.hermesgateway.agent.provider.Asking;
import io.hermesgateway.agent.provider.Checkup;
import io.hermesgateway.agent.provider.Choice;
import io.hermesgateway.agent.provider.ModelError;
import io.hermesgateway.agent.provider.ModelSettings;
import io.hermesgateway.agent.provider.Models;
import io.hermesgateway.agent.provider.Patience;
import io.hermesgateway.agent.provider.Wrong;
import io.hermesgateway.agent.wire.ModelClient;
import io.hermesgateway.spi.agent.Agent;
import io.hermesgateway.spi.agent.AgentContext;
import io.hermesgateway.spi.agent.Turn;
import io.hermesgateway.spi.agent.TurnContext;
import io.hermesgateway.spi.agent.TurnOutcome;
import io.hermesgateway.spi.approval.SecondOpinion;
import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import io.hermesgateway.spi.service.ControlVerb;
import io.hermesgateway.spi.settings.Settings;
import java.util.List;

/** The agent of kind {@code builtin}. It keeps connections between turns, and nothing of the turns themselves. */
final class BuiltInAgent implements Agent {
    private final AgentContext context;
    private final ModelClient client;
    private final Models models;
    private final TurnLoop.Parts parts;
    private final Naming naming;

    BuiltInAgent(AgentContext context) {
        this(context, Patience.REAL);
    }

    BuiltInAgent(AgentContext context, Patience patience) {
        this.context = context;
        this.client = new ModelClient(context.clock(), context.tasks());
        this.models = new Models();
        context.registry()
                .publish(
                        ControlVerb.class,
                        "doctor.model",
                        new Checkup(() -> context.settings(ModelSettings.SPEC.section()), client));
        Asking asking = new Asking(client, patience, context.ids());
        Aside aside = new Aside(asking, models, () -> context.settings(ModelSettings.SPEC.section()));
        context.registry().publish(SecondOpinion.class, "model", new ModelOpinion(aside));
        this.naming = new Naming(aside, context);
        this.parts = new TurnLoop.Parts(
                asking,
                new Compressor(asking),
                new SystemPrompt(context.home(), context.registry()),
                context.registry(),
                context.clock(),
                context.tasks());
    }

    @Override
    public TurnOutcome run(Turn turn, TurnContext run) {
        if (run.cancelled()) {
            return new TurnOutcome.Cancelled();
        }
        Words words = Words.like(turn.text());
        try {
            Settings settings = context.settings(ModelSettings.SPEC.section());
            String provider = turn.options().getOrDefault("provider", "").strip();
            String model = turn.options().getOrDefault("model", "").strip();
            List<Choice> chain = models.chain(settings, provider, model);
            TurnLoop loop = new TurnLoop(parts, turn, run, chain, limits(settings, chain));
            TurnOutcome outcome = loop.run();
            if (loop.isFirstExchange()) {
                naming.begun(turn, outcome);
            }
            return outcome;
        } catch (Wrong wrong) {
            String what = wrong.key() + ": " + wrong.words();
            return new TurnOutcome.Failed(ModelError.NO_MODEL, words.say("no_model", what), null);
        } catch (InterruptedException stopped) {
            return new TurnOutcome.Cancelled();
        } catch (GatewayException lost) {
            if (lost.code() == KernelError.NOT_FOUND || lost.code() == KernelError.DRAINING || run.cancelled()) {
                return new TurnOutcome.Cancelled();
            }
            return lost.code() == KernelError.JOURNAL_UNAVAILABLE
                    ? new TurnOutcome.Failed(KernelError.JOURNAL_UNAVAILABLE, words.say("journal"), null)
                    : new TurnOutcome.Failed(
                            ModelError.NO_MODEL, words.say("no_model", String.valueOf(lost.getMessage())), null);
        }
    }

    private TurnLoop.Limits limits(Settings settings, List<Choice> chain) throws Wrong {
        String small = settings.find(ModelSettings.SMALL_MODEL).orElse("").strip();
        return new TurnLoop.Limits(
                Math.max(1, settings.get(ModelSettings.MAX_TURNS)),
                settings.get(ModelSettings.COMPRESSION),
                settings.find(ModelSettings.THRESHOLD),
                small.isEmpty() ? chain : models.chain(settings, "", small));
    }

    @Override
    public void close() {
        client.close();
    }
}

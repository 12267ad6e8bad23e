package io.hermesgateway.agent.provider;

import io.hermesgateway.agent.wire.Deltas;
import io.hermesgateway.agent.wire.ModelClient;
import io.hermesgateway.agent.wire.Prompt;
import io.hermesgateway.agent.wire.Reply;
import io.hermesgateway.agent.wire.Reply.Kind;
import io.hermesgateway.spi.plugin.Ids;
import java.time.Duration;
import java.util.List;

/**
 * Asks the models of a chain until one answers. The same question is asked again only while nothing of an answer was
 * shown: what a person has read cannot be taken back.
 */
public final class Asking {
    private static final int TRIES = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration QUOTA_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private final ModelClient client;
    private final Patience patience;
    private final Ids ids;

    public Asking(ModelClient client, Patience patience, Ids ids) {
        this.client = client;
        this.patience = patience;
        this.ids = ids;
    }

    /** Who was asked last, and what came of it. */
    public record Outcome(Choice by, Reply reply) {}

    /** The question for one of the models. */
    public interface Question {
        Prompt to(Choice choice);
    }

    public Outcome ask(List<Choice> chain, Question question, Deltas deltas) throws InterruptedException {
        Outcome last = null;
        for (int i = 0; i < chain.size(); i++) {
            Choice choice = chain.get(i);
            Reply reply = ask(choice, question.to(choice), deltas, i == chain.size() - 1);
            boolean shown =
                    reply instanceof Reply.Trouble trouble && !trouble.partial().isEmpty();
            Outcome outcome = new Outcome(choice, reply);
            if (reply instanceof Reply.Answer || shown || isOurs(reply)) {
                return outcome;
            }
            // The first one's trouble is the one to mend; that of a fallback is a second thought.
            last = last == null ? outcome : last;
        }
        if (last == null) {
            throw new IllegalArgumentException("nobody to ask");
        }
        return last;
    }

    /** What another provider would refuse as well. */
    private static boolean isOurs(Reply reply) {
        return reply instanceof Reply.Trouble trouble
                && (trouble.kind() == Kind.TOO_LONG || trouble.kind() == Kind.TOO_MUCH);
    }

    private Reply ask(Choice choice, Prompt prompt, Deltas deltas, boolean last) throws InterruptedException {
        for (int tried = 1; ; tried++) {
            Reply reply = client.ask(choice.endpoint(), prompt, deltas);
            if (!(reply instanceof Reply.Trouble trouble) || !again(trouble, tried, last)) {
                return reply;
            }
            Duration pause = pause(trouble, tried);
            if (pause.compareTo(LONGEST_PAUSE) > 0) {
                return reply;
            }
            patience.pause(pause);
        }
    }

    private static boolean again(Reply.Trouble trouble, int tried, boolean last) {
        if (!trouble.partial().isEmpty()) {
            return false;
        }
        if (trouble.kind() == Kind.QUOTA) {
            // A payment takes a moment to arrive; somebody else may answer at once.
            return last && tried == 1;
        }
        // Silence has cost its whole patience already.
        return trouble.kind().passing() && tried < (trouble.kind() == Kind.SILENT ? 2 : TRIES);
    }

    private Duration pause(Reply.Trouble trouble, int tried) {
        Duration asked = trouble.retryAfter();
        if (asked != null) {
            return asked.plusMillis(jitter(250));
        }
        Duration base = trouble.kind() == Kind.QUOTA ? QUOTA_PAUSE : FIRST_PAUSE.multipliedBy(1L << (2 * (tried - 1)));
        return base.plusMillis(jitter(base.toMillis() / 2));
    }

    private long jitter(long most) {
        long random = Math.floorMod(ids.next().hashCode(), 1000);
        return most * random / 1000;
    }
}

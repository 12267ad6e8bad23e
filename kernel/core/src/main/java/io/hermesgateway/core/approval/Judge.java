package io.hermesgateway.core.approval;

import io.hermesgateway.core.words.Words;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.approval.Question;
import io.hermesgateway.spi.approval.Reason;
import io.hermesgateway.spi.approval.SecondOpinion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is left to ask a person after a second opinion. Whatever goes wrong with it, the person is asked. */
final class Judge {
    private static final Logger LOG = LoggerFactory.getLogger(Judge.class);
    private static final List<Choice> THIS_TIME = List.of(Choice.ONCE, Choice.DENY);

    private final SecondOpinion opinion;

    Judge(SecondOpinion opinion) {
        this.opinion = opinion;
    }

    /** Empty when it is approved; with a warning, and for this time only, when it is advised against. */
    Optional<Question> leaves(Question question, Locale language) {
        SecondOpinion.Verdict verdict = verdict(question);
        return switch (verdict.kind()) {
            case APPROVE -> Optional.empty();
            case ESCALATE -> Optional.of(question);
            case DENY -> Optional.of(warned(question, verdict.why(), language));
        };
    }

    private SecondOpinion.Verdict verdict(Question question) {
        try {
            return opinion.on(question);
        } catch (RuntimeException broken) {
            LOG.warn("The second opinion failed, so a person is asked: {}", broken.toString());
            return new SecondOpinion.Verdict(SecondOpinion.Kind.ESCALATE, "");
        }
    }

    private static Question warned(Question question, String why, Locale language) {
        List<Reason> reasons = new ArrayList<>(question.reasons());
        String words = Words.of(Judge.class, language).say("advised-against", why);
        reasons.add(new Reason("advised against", List.of(), words, false));
        List<Choice> choices =
                question.choices().stream().filter(THIS_TIME::contains).toList();
        return new Question(question.tool(), question.command(), question.digest(), reasons, choices);
    }
}

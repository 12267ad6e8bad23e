package io.hermesgateway.weixin.outbound;

import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.approval.Choice;
import io.hermesgateway.spi.delivery.Body;
import io.hermesgateway.weixin.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Bodies as people read them. There are no buttons, so a question ends with its answers, numbered. */
final class Phrases {
    /** The text of a body; a file has none. */
    String text(Body body) {
        return body.fold(text -> text.text(), media -> "", prompt -> prompt(prompt), edit -> text(edit.replacement()));
    }

    private static String prompt(Body.Prompt prompt) {
        return prompt.approval().decision() == null
                ? prompt.text() + "\n\n" + answers(prompt.approval(), prompt.text())
                : prompt.text();
    }

    private static String answers(Approval approval, String sample) {
        Words words = Words.like(sample);
        List<String> lines = new ArrayList<>(List.of(words.say("numbers")));
        List<Choice> choices = approval.question().choices();
        for (int i = 0; i < choices.size(); i++) {
            lines.add(
                    (i + 1) + " " + words.say("choice." + choices.get(i).name().toLowerCase(Locale.ROOT)));
        }
        return String.join("\n", lines);
    }

    /** What is said before a file; of a question it has all that is needed to answer it. */
    String inTheFile(Body body, String text) {
        Words words = Words.like(text);
        return body instanceof Body.Prompt prompt
                ? words.say("prompt.file", prompt.approval().code()) + "\n\n" + answers(prompt.approval(), text)
                : words.say("answer.file");
    }

    String fileName(String text) {
        return Words.like(text).say("answer.name");
    }
}

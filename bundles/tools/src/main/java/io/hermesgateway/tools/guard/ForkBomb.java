package io.hermesgateway.tools.guard;

import io.hermesgateway.tools.shell.Command;
import io.hermesgateway.tools.shell.Script;

/** A function that calls itself more than once, at least once without waiting: it fills the machine. */
final class ForkBomb {
    private int calls;
    private boolean unwaited;

    private ForkBomb() {}

    static boolean in(String function, Script body) {
        ForkBomb bomb = new ForkBomb();
        bomb.count(function, body);
        return bomb.calls > 1 && bomb.unwaited;
    }

    private void count(String function, Script script) {
        for (Script.Pipeline pipeline : script.pipelines()) {
            for (Command command : pipeline.stages()) {
                boolean self = !command.words().isEmpty()
                        && command.words().get(0).text().equals(function);
                calls += self ? 1 : 0;
                unwaited |= self && (pipeline.background() || pipeline.stages().size() > 1);
                if (command.body() != null && command.function() == null) {
                    count(function, command.body());
                }
            }
        }
    }
}

package io.hermesgateway.core.inbox;

import io.hermesgateway.core.approval.Desk;
import io.hermesgateway.core.inbox.Commands.Call;
import io.hermesgateway.core.inbox.Commands.Command;
import io.hermesgateway.core.inbox.Intake.Write;
import io.hermesgateway.core.ledger.Ledger;
import io.hermesgateway.core.turn.Conductor;
import io.hermesgateway.spi.approval.Approval;
import io.hermesgateway.spi.journal.Fact;
import io.hermesgateway.spi.message.Sender;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Commands about the talk with the agent and about the gateway; those that change the gateway are for admins and leave a
 * trace.
 */
final class PlainCommands {
    private final Ledger ledger;
    private final Desk desk;
    private final Conductor conductor;
    private final InboxParts.Restart restart;
    private final Intake intake;

    PlainCommands(InboxParts parts, Intake intake) {
        this.ledger = parts.ledger();
        this.desk = parts.desk();
        this.conductor = parts.conductor();
        this.restart = parts.restart();
        this.intake = intake;
    }

    void addTo(Map<String, Command> commands) {
        Command fresh = this::newSession;
        commands.put("new", fresh);
        commands.put("reset", fresh);
        commands.put("status", call -> say(call, status(call)));
        commands.put("stop", this::stop);
        commands.put("retry", call -> takeBack(call, true));
        commands.put("undo", call -> takeBack(call, false));
        commands.put("model", this::model);
        commands.put("queue", call -> withText(call, intake.queue(call.lane(), call.saying(call.arguments()))));
        commands.put("steer", this::steer);
        commands.put("whoami", this::whoAmI);
        commands.put("sethome", call -> call.admin() ? setHome(call) : say(call, call.say("admins-only")));
        commands.put("restart", call -> call.admin() ? restart(call) : say(call, call.say("admins-only")));
    }

    private Write say(Call call, String words) {
        return intake.say(call.lane(), call.message(), words);
    }

    private String status(Call call) {
        List<String> lines = new ArrayList<>();
        String session = ledger.read(state -> state.session(call.lane()));
        lines.add(session == null ? call.say("status.fresh") : call.say("status.session", session));
        String model = ledger.read(state -> state.preference(call.lane().key(), "model"));
        if (model != null) {
            lines.add(call.say("model.is", model));
        }
        List<Conductor.Standing> turns = conductor.standing(call.lane());
        if (turns.isEmpty()) {
            lines.add(call.say("status.idle"));
        } else {
            Conductor.Standing first = turns.get(0);
            lines.add(call.say(
                    "status.turns",
                    call.say("phase." + first.phase()),
                    Commands.firstLine(first.text()),
                    turns.size() - 1));
        }
        List<Approval> pending = desk.pendingIn(call.lane());
        if (!pending.isEmpty()) {
            lines.add(call.say("status.approvals", ApprovalCommands.rows(pending)));
        }
        return String.join("\n", lines);
    }

    private Write stop(Call call) {
        int stopped = conductor.stopAll(call.lane(), "/stop");
        return say(call, stopped == 0 ? call.say("status.idle") : call.say("stopped", stopped));
    }

    private Write newSession(Call call) {
        Optional<String> session = conductor.newSession(call.lane(), "/new");
        return say(call, session.isPresent() ? call.say("fresh") : call.say("not-now"));
    }

    /** What was taken back and, for a retry, said again are in one append. */
    private Write takeBack(Call call, boolean again) {
        if (!conductor.standing(call.lane()).isEmpty()) {
            return say(call, call.say("busy"));
        }
        Optional<Conductor.LastTurn> last = conductor.lastTurn(call.lane());
        String session = ledger.read(state -> state.session(call.lane()));
        if (last.isEmpty() || session == null) {
            return say(call, call.say("nothing-yet"));
        }
        String said = last.get().text();
        Write cut = (state, facts) ->
                facts.add(new Fact.TranscriptCut(session, last.get().turnId()));
        return cut.and(
                again
                        ? intake.queue(call.lane(), call.saying(said))
                        : say(call, call.say("undone", Commands.firstLine(said))));
    }

    private Write model(Call call) {
        String scope = call.lane().key();
        String name = call.arguments();
        if (name.isEmpty()) {
            String model = ledger.read(state -> state.preference(scope, "model"));
            return say(call, model == null ? call.say("model.default") : call.say("model.is", model));
        }
        boolean back = name.equals("default");
        Write wish = (state, facts) -> facts.add(new Fact.PreferenceSet(scope, "model", back ? "" : name));
        return wish.and(say(call, back ? call.say("model.default") : call.say("model.is", name)));
    }

    private Write steer(Call call) {
        Write queue = intake.queue(call.lane(), call.saying(call.arguments()));
        return withText(call, intake.steer(call.lane(), call.saying(call.arguments()), queue));
    }

    private Write withText(Call call, Write write) {
        return call.arguments().isEmpty() ? say(call, call.say("text-missing")) : write;
    }

    private Write whoAmI(Call call) {
        Sender sender = call.message().sender();
        String name = sender.name() == null ? "" : sender.name();
        String role = call.say(call.admin() ? "role.admin" : "role.user");
        return say(
                call,
                call.say(
                        "whoami",
                        sender.platform(),
                        sender.userId(),
                        name,
                        role,
                        call.lane().key()));
    }

    private Write setHome(Call call) {
        String platform = call.account().id();
        Fact home = new Fact.PreferenceSet(
                "platform:" + platform,
                HomeChannel.NAME,
                HomeChannel.write(call.lane().shared()));
        Write write = (state, facts) -> facts.add(home);
        return write.and(audit(call, platform)).and(say(call, call.say("home", platform)));
    }

    private Write restart(Call call) {
        String platform = call.arguments().isEmpty() ? call.account().id() : call.arguments();
        boolean known = restart.restart(platform, call.message().sender().userId());
        return known
                ? audit(call, platform).and(say(call, call.say("restarting", platform)))
                : say(call, call.say("no-platform", platform));
    }

    private static Write audit(Call call, String about) {
        String who = call.account().id() + "/" + call.message().sender().userId();
        String what = Commands.firstLine(call.message().text());
        return (state, facts) -> facts.add(new Fact.Audited(who, "command", what, about));
    }
}

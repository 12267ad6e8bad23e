package io.hermesgateway.agent.wire;

import io.hermesgateway.spi.tool.ToolCall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is being put together from its pieces, within limits: a provider that never stops must not fill the
 * memory. Used by one thread at a time.
 */
final class Draft {
    private static final int TEXT_MOST = 4_000_000;
    private static final int ARGUMENTS_MOST = 16_000_000;
    private static final int CALLS_MOST = 128;

    private final Deltas deltas;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final List<Slot> slots = new ArrayList<>(0);
    private long argumentChars;
    private String finish = "";
    private String model = "";
    private Tokens tokens = Tokens.NONE;
    private boolean ended;
    private @Nullable Refusal refusal;

    /** An error that came in the middle of a stream. */
    record Refusal(String code, String said) {}

    /** A call that is being put together. */
    static final class Slot {
        final int index;
        String id = "";
        String name = "";
        final StringBuilder arguments = new StringBuilder();

        Slot(int index) {
            this.index = index;
        }
    }

    /** More came than anybody can use. */
    static final class TooMuch extends java.io.IOException {
        private static final long serialVersionUID = 1L;

        TooMuch(String what) {
            super(what);
        }
    }

    Draft(Deltas deltas) {
        this.deltas = deltas;
    }

    void text(String more) throws TooMuch {
        if (!more.isEmpty()) {
            check(text.length() + more.length(), TEXT_MOST, "text");
            text.append(more);
            deltas.text(more);
        }
    }

    void reasoning(String more) throws TooMuch {
        if (!more.isEmpty()) {
            check(reasoning.length() + more.length(), TEXT_MOST, "reasoning");
            reasoning.append(more);
            deltas.reasoning(more);
        }
    }

    /**
     * A piece of a call. Providers number them, or only name an id with the first piece, or number all of them zero: a new
     * id with a name is a new call, whatever its number.
     */
    void call(int index, String id, String name, String arguments) throws TooMuch {
        Slot slot = slot(index, id, name);
        if (slot.id.isEmpty()) {
            slot.id = id;
        }
        if (slot.name.isEmpty()) {
            slot.name = name;
        } else if (!name.isEmpty() && !name.equals(slot.name) && slot.arguments.length() == 0) {
            slot.name = slot.name + name;
        }
        argumentChars += arguments.length();
        check(argumentChars, ARGUMENTS_MOST, "arguments");
        slot.arguments.append(arguments);
    }

    /** The arguments of a call as a whole, in place of its pieces. */
    void wholeArguments(int index, String arguments) throws TooMuch {
        check(arguments.length(), ARGUMENTS_MOST, "arguments");
        for (Slot slot : slots) {
            if (slot.index == index) {
                slot.arguments.setLength(0);
                slot.arguments.append(arguments);
            }
        }
    }

    private Slot slot(int index, String id, String name) throws TooMuch {
        Slot found = null;
        for (int i = slots.size() - 1; i >= 0 && found == null; i--) {
            Slot slot = slots.get(i);
            found = index < 0 || slot.index == index ? slot : null;
        }
        boolean another = found != null && !id.isEmpty() && !found.id.isEmpty() && !id.equals(found.id);
        if (found == null || (another && !name.isEmpty())) {
            check(slots.size() + 1L, CALLS_MOST, "calls");
            found = new Slot(index < 0 ? slots.size() : index);
            slots.add(found);
        }
        return found;
    }

    private static void check(long size, long most, String what) throws TooMuch {
        if (size > most) {
            throw new TooMuch("the answer has more " + what + " than anybody can use");
        }
    }

    void finish(String why) {
        finish = why;
    }

    void model(String name) {
        model = name;
    }

    void tokens(Tokens used) {
        tokens = used;
    }

    /** The provider said that nothing more comes. */
    void end() {
        ended = true;
    }

    boolean ended() {
        return ended;
    }

    void refuse(String code, String said) {
        refusal = new Refusal(code, said);
    }

    @Nullable
    Refusal refusal() {
        return refusal;
    }

    String shown() {
        return text.toString();
    }

    boolean began() {
        return text.length() > 0 || reasoning.length() > 0 || !slots.isEmpty();
    }

    /** Whether this is a whole answer, as far as the API can tell. */
    boolean complete() {
        return ended || !finish.isEmpty();
    }

    Reply.Answer answer() {
        List<ToolCall> calls = new ArrayList<>();
        for (Slot slot : slots) {
            if (!slot.name.isEmpty()) {
                String arguments = slot.arguments.toString();
                calls.add(new ToolCall(slot.id, slot.name, arguments.isBlank() ? "{}" : arguments));
            }
        }
        return new Reply.Answer(text.toString(), reasoning.toString(), calls, finish, model, tokens);
    }
}

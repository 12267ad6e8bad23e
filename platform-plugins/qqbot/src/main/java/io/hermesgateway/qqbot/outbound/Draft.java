package io.hermesgateway.qqbot.outbound;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hermesgateway.qqbot.api.Place.Scope;
import io.hermesgateway.spi.approval.Choice;
import java.util.List;
import java.util.regex.Pattern;

/** A message on its way out, and what it becomes when QQ does not take it like that. */
public sealed interface Draft {
    JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** The message without what says which message it answers. */
    ObjectNode body(Scope scope);

    /** The same in plain words; itself when it is plain. */
    default Draft plain() {
        return this;
    }

    /** The same without addresses that QQ would have to know. */
    default Draft defanged() {
        return this;
    }

    /** Words as they are. */
    record Text(String text) implements Draft {
        private static final Pattern ADDRESS = Pattern.compile("(?i)\\b(https?)://([^\\s/]+)");

        @Override
        public ObjectNode body(Scope scope) {
            ObjectNode body = JSON.objectNode().put("content", text);
            return scope.modern() ? body.put("msg_type", 0) : body;
        }

        @Override
        public Draft defanged() {
            return new Text(ADDRESS.matcher(text)
                    .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(
                            found.group(1) + ":// " + found.group(2).replace(".", " . "))));
        }
    }

    /** Words with marks for their looks. */
    record Markdown(String text) implements Draft {
        @Override
        public ObjectNode body(Scope scope) {
            ObjectNode body = JSON.objectNode();
            body.putObject("markdown").put("content", text);
            return scope.modern() ? body.put("msg_type", 2) : body;
        }

        @Override
        public Draft plain() {
            return new Text(text);
        }

        @Override
        public Draft defanged() {
            return plain().defanged();
        }
    }

    /** A question with buttons. Buttons are shown with markdown only. */
    record Card(String text, String approvalId, List<Choice> choices) implements Draft {
        private static final int PER_ROW = 2;

        public Card {
            choices = List.copyOf(choices);
        }

        @Override
        public ObjectNode body(Scope scope) {
            ObjectNode body = new Markdown(text).body(scope);
            ArrayNode rows = body.putObject("keyboard").putObject("content").putArray("rows");
            Words words = Words.like(text);
            for (int i = 0; i < choices.size(); i++) {
                ArrayNode row = i % PER_ROW == 0
                        ? rows.addObject().putArray("buttons")
                        : (ArrayNode) rows.get(rows.size() - 1).get("buttons");
                row.add(button(choices.get(i), words));
            }
            return body;
        }

        /** Who may press it is judged here, not by QQ: its own judging refuses the right people in some chats. */
        private ObjectNode button(Choice choice, Words words) {
            ObjectNode button = JSON.objectNode().put("id", choice.word()).put("group_id", "approval");
            button.putObject("render_data")
                    .put("label", words.say(choice.word()))
                    .put("visited_label", words.say("done." + choice.word()))
                    .put("style", choice == Choice.DENY ? 0 : 1);
            ObjectNode action = button.putObject("action")
                    .put("type", 1)
                    .put("data", approvalId + ":" + choice.word())
                    .put("unsupport_tips", words.say("update"))
                    .put("click_limit", 1);
            action.putObject("permission").put("type", 2);
            return button;
        }

        @Override
        public Draft plain() {
            return new Text(text);
        }

        @Override
        public Draft defanged() {
            return plain().defanged();
        }
    }

    /** A file that QQ has already. */
    record File(String fileInfo, String caption) implements Draft {
        @Override
        public ObjectNode body(Scope scope) {
            ObjectNode body = JSON.objectNode().put("msg_type", 7).put("content", caption.isBlank() ? " " : caption);
            body.putObject("media").put("file_info", fileInfo);
            return body;
        }

        @Override
        public String toString() {
            return "File";
        }
    }
}

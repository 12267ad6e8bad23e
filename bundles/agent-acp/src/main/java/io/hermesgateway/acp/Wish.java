package io.hermesgateway.acp;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the agent asks permission for, in words that a person can judge.
 *
 * @param kind the agent's word for the kind of work
 * @param command the shell command, empty when it is none
 * @param shown the whole text for the person
 */
record Wish(String kind, String command, String shown) {
    static Wish of(JsonNode toolCall) {
        String kind = toolCall.path("kind").asText("other");
        String title = toolCall.path("title").asText("").strip();
        JsonNode input = toolCall.path("rawInput");
        String command = command(input);
        if (command.isEmpty() && kind.equals("execute")) {
            // Many agents put the command into the title, in backquotes or as it is.
            command = title.replaceAll("^`+|`+$", "");
        }
        if (!command.isEmpty()) {
            return new Wish(kind, command, command);
        }
        StringBuilder shown = new StringBuilder(title.isEmpty() ? kind : title);
        toolCall.path("content").forEach(part -> shown.append(diff(part)));
        toolCall.path("locations")
                .forEach(place -> shown.append("\n").append(place.path("path").asText()));
        if (!input.isMissingNode()
                && !input.isNull()
                && toolCall.path("content").isEmpty()) {
            shown.append("\n\n").append(input.toPrettyString());
        }
        return new Wish(kind, "", shown.toString());
    }

    private static String command(JsonNode input) {
        JsonNode command = input.has("command") ? input.get("command") : input.path("cmd");
        if (command.isTextual()) {
            String folder = input.path("cwd").asText(input.path("workdir").asText(""));
            return folder.isEmpty() ? command.asText() : "cd " + quoted(folder) + " && " + command.asText();
        }
        if (!command.isArray()) {
            return "";
        }
        StringBuilder line = new StringBuilder();
        command.forEach(word -> line.append(line.length() == 0 ? "" : " ").append(quoted(word.asText())));
        return line.toString();
    }

    static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=@%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private static String diff(JsonNode part) {
        if (!part.path("type").asText().equals("diff")) {
            String text = part.path("content").path("text").asText("");
            return text.isEmpty() ? "" : "\n\n" + text;
        }
        String old = part.path("oldText").asText("");
        String fresh = part.path("newText").asText("");
        return "\n\n" + part.path("path").asText()
                + (old.isEmpty() ? "" : "\n- " + old.strip().replace("\n", "\n- "))
                + (fresh.isEmpty() ? "" : "\n+ " + fresh.strip().replace("\n", "\n+ "));
    }
}

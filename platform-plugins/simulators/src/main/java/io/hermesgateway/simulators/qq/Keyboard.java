package io.hermesgateway.simulators.qq;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rows of buttons below a message, checked as the servers check them. */
record Keyboard(List<List<Button>> rows) {
    private static final int MOST = 5;

    /**
     * A button.
     *
     * @param action 0 opens a link, 1 calls the bot back, 2 puts a command into the field
     * @param permission 0 for the named people, 1 for managers, 2 for everyone, 3 for roles
     */
    record Button(
            String id,
            String group,
            String label,
            String visited,
            int style,
            int action,
            String data,
            boolean enter,
            int limit,
            int permission,
            Set<String> people) {}

    static Keyboard read(JsonNode keyboard) {
        if (keyboard.hasNonNull("id") && !keyboard.has("content")) {
            throw new Refusal(400, 304038, "keyboard template not found");
        }
        JsonNode rows = keyboard.path("content").path("rows");
        if (!rows.isArray() || rows.isEmpty()) {
            throw new Refusal(400, 304039, "keyboard content empty");
        }
        if (rows.size() > MOST) {
            throw new Refusal(400, 304040, "keyboard rows exceed limit");
        }
        List<List<Button>> all = new ArrayList<>();
        rows.forEach(row -> all.add(row(row.path("buttons"))));
        return new Keyboard(all);
    }

    private static List<Button> row(JsonNode buttons) {
        if (!buttons.isArray() || buttons.isEmpty()) {
            throw new Refusal(400, 304039, "keyboard row empty");
        }
        if (buttons.size() > MOST) {
            throw new Refusal(400, 304040, "keyboard buttons exceed limit");
        }
        List<Button> all = new ArrayList<>();
        buttons.forEach(button -> all.add(button(button)));
        return all;
    }

    private static Button button(JsonNode button) {
        JsonNode render = button.path("render_data");
        JsonNode action = button.path("action");
        String group = button.path("group_id").asText();
        if (!group.matches("[A-Za-z]*")) {
            throw new Refusal(400, 304039, "rows.buttons.group_id无效");
        }
        int type = action.path("type").asInt(-1);
        if (type < 0 || type > 4 || render.path("label").asText().isBlank()) {
            throw new Refusal(400, 304039, "rows.buttons.action无效");
        }
        JsonNode modal = action.path("modal");
        if (modal.path("content").asText().length() > 40
                || modal.path("confirm_text").asText().length() > 4
                || modal.path("cancel_text").asText().length() > 4) {
            throw new Refusal(400, 304039, "rows.buttons.action.modal无效");
        }
        int permission = action.path("permission").path("type").asInt(-1);
        if (permission < 0 || permission > 3) {
            throw new Refusal(400, 304039, "rows.buttons.action.permission无效");
        }
        Set<String> people = new HashSet<>();
        action.path("permission").path("specify_user_ids").forEach(id -> people.add(id.asText()));
        return new Button(
                button.path("id").asText(),
                group,
                render.path("label").asText(),
                render.path("visited_label").asText(),
                render.path("style").asInt(),
                type,
                action.path("data").asText(),
                action.path("enter").asBoolean(),
                action.path("click_limit").asInt(0),
                permission,
                people);
    }
}

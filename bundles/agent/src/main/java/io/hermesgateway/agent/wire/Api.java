package io.hermesgateway.agent.wire;

import java.util.Locale;
import java.util.Optional;

/** The APIs that providers offer. */
public enum Api {
    CHAT_COMPLETIONS("chat/completions"),
    RESPONSES("responses");

    private final String path;

    Api(String path) {
        this.path = path;
    }

    /** Below the base address. */
    public String path() {
        return path;
    }

    /** The word in the configuration, also in the spellings that other gateways use. */
    public static Optional<Api> of(String word) {
        return switch (word.strip().toLowerCase(Locale.ROOT).replace('-', '_')) {
            case "", "chat_completions", "chat", "openai", "openai_chat" -> Optional.of(CHAT_COMPLETIONS);
            case "responses", "openai_responses", "codex_responses" -> Optional.of(RESPONSES);
            default -> Optional.empty();
        };
    }
}

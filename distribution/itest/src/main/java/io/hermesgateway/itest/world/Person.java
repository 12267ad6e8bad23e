package io.hermesgateway.itest.world;

/** Somebody in a chat of the far side. */
public record Person(String account, String chat, String user, String name) {
    public static Person of(String account, String name) {
        return new Person(account, "chat-" + name, "user-" + name, name);
    }
}

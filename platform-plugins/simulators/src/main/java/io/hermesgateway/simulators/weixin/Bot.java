package io.hermesgateway.simulators.weixin;

/** One bot and the person who bound it. A new login of the same bot gives it a new token and leaves its log alone. */
final class Bot {
    private final String id;
    private final String owner;
    private final MessageLog log;
    private Channel channel;
    private String token;
    private long seq = 100;

    Bot(String id, String owner, String token, MessageLog log, Channel channel) {
        this.id = id;
        this.owner = owner;
        this.token = token;
        this.log = log;
        this.channel = channel;
    }

    String id() {
        return id;
    }

    String owner() {
        return owner;
    }

    String token() {
        return token;
    }

    MessageLog log() {
        return log;
    }

    Channel channel() {
        return channel;
    }

    void renew(String next, Channel fresh) {
        token = next;
        channel = fresh;
    }

    long nextSeq() {
        return ++seq;
    }

    Pair with(String user) {
        return new Pair(id, user);
    }
}

package io.hermesgateway.simulators.weixin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Tokens and numbers of one simulated server; with the same seed the same ones. */
final class Randomness {
    /** Beyond 2^53, so that a client which reads it as a double answers to a message that never was. */
    private static final BigInteger FIRST_ID = new BigInteger("7423219483720189999");

    private final RandomGenerator random;
    private BigInteger nextId = FIRST_ID;

    Randomness(RandomGenerator random) {
        this.random = random;
    }

    byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    String hex(int count) {
        return HexFormat.of().formatHex(bytes(count));
    }

    String opaque(String start) {
        return start + Aes.base64(bytes(36)).replace('+', 'x').replace('/', 'y');
    }

    long nonce() {
        return random.nextLong();
    }

    BigInteger messageId() {
        BigInteger id = nextId;
        nextId = nextId.add(BigInteger.valueOf(1 + random.nextInt(1000)));
        return id;
    }

    static ValueNode onTheWire(BigInteger id, boolean asText) {
        return asText ? JsonNodeFactory.instance.textNode(id.toString()) : JsonNodeFactory.instance.numberNode(id);
    }
}

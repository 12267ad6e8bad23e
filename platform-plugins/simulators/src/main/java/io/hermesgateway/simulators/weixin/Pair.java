package io.hermesgateway.simulators.weixin;

/** One person's conversation with one bot. */
record Pair(String bot, String user) {}

package io.hermesgateway.qqbot.link;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Something QQ told.
 *
 * @param session whose numbering the number belongs to
 * @param id of the envelope; for some kinds it may be answered
 * @param type QQ's name of the kind
 */
public record Event(Session session, long seq, String id, String type, JsonNode d) {}

package io.hermesgateway.itest.world;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Something that people did, offered to the gateway again and again until it says that it has it.
 *
 * @param id the message's id, or the number of a click
 * @param line what is written
 */
record Offered(String id, Person by, ObjectNode line) {}

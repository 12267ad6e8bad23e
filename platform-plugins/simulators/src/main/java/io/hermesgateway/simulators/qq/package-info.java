/**
 * The servers of QQ, as a bot sees them: access tokens, the gateway with its sessions, messages with their reply windows,
 * keyboards and the clicks on them. What is an assumption and not an observation is a knob.
 */
@NullMarked
package io.hermesgateway.simulators.qq;

import org.jspecify.annotations.NullMarked;

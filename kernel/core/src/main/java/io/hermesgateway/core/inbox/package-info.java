/** What comes in: who may speak, in which conversation, and commands that do not wait for the agent. */
@NullMarked
package io.hermesgateway.core.inbox;

import org.jspecify.annotations.NullMarked;

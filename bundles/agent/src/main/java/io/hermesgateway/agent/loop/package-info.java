/** One run of one turn: model calls and tool calls, from step to step. */
@NullMarked
package io.hermesgateway.agent.loop;

import org.jspecify.annotations.NullMarked;

/** Agents, turns and their steps. */
@NullMarked
package io.hermesgateway.spi.agent;

import org.jspecify.annotations.NullMarked;

/** Talks that have become too long for their model: summed up, with what is still open. */
@NullMarked
package io.hermesgateway.agent.compress;

import org.jspecify.annotations.NullMarked;

/** Lanes and turns: one conversation at a time, suspended at approvals, resumed by their answers. */
@NullMarked
package io.hermesgateway.core.turn;

import org.jspecify.annotations.NullMarked;

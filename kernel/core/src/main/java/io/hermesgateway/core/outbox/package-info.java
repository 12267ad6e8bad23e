/** Deliveries on their way to the far side, with evidence. */
@NullMarked
package io.hermesgateway.core.outbox;

import org.jspecify.annotations.NullMarked;

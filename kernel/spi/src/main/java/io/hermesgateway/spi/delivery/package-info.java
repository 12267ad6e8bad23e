/** Outbound messages and the evidence that they arrived. */
@NullMarked
package io.hermesgateway.spi.delivery;

import org.jspecify.annotations.NullMarked;

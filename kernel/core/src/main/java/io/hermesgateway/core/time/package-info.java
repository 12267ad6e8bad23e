/** Where time and randomness come from. */
@NullMarked
package io.hermesgateway.core.time;

import org.jspecify.annotations.NullMarked;

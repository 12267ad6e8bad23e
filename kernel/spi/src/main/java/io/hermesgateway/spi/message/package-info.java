/** Who talks to whom, and what is said. */
@NullMarked
package io.hermesgateway.spi.message;

import org.jspecify.annotations.NullMarked;

/** Tools an agent may call, and the guard in front of them. */
@NullMarked
package io.hermesgateway.spi.tool;

import org.jspecify.annotations.NullMarked;

/** Adapters to chat platforms. */
@NullMarked
package io.hermesgateway.spi.platform;

import org.jspecify.annotations.NullMarked;

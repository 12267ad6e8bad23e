/** Routes that plugins contribute to the one HTTP listener. */
@NullMarked
package io.hermesgateway.spi.http;

import org.jspecify.annotations.NullMarked;

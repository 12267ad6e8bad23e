/** The contracts between the kernel and everything that can be replaced. */
@NullMarked
package io.hermesgateway.spi;

import org.jspecify.annotations.NullMarked;

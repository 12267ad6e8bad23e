/** The front door of a plugin and what the kernel hands to it. */
@NullMarked
package io.hermesgateway.spi.plugin;

import org.jspecify.annotations.NullMarked;

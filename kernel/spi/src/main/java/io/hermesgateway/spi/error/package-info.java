/** What went wrong, whose fault it is and whether trying again helps. */
@NullMarked
package io.hermesgateway.spi.error;

import org.jspecify.annotations.NullMarked;

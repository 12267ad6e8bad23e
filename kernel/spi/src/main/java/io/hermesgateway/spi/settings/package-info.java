/** Typed settings: one declaration serves the check, the console form and the documentation. */
@NullMarked
package io.hermesgateway.spi.settings;

import org.jspecify.annotations.NullMarked;

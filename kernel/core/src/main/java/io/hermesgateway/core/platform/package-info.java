/** The accounts of chat platforms: who serves them, how they are, and keeping them alive. */
@NullMarked
package io.hermesgateway.core.platform;

import org.jspecify.annotations.NullMarked;

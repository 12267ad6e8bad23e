/** Reads shell text the way a shell reads it, without running any of it. */
@NullMarked
package io.hermesgateway.tools.shell;

import org.jspecify.annotations.NullMarked;

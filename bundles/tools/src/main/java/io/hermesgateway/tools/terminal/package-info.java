/** Runs commands so that their true outcome is known even when the gateway does not live to see it. */
@NullMarked
package io.hermesgateway.tools.terminal;

import org.jspecify.annotations.NullMarked;

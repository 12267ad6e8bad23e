/** The command guard: reads a command, finds everything in it that would run, and judges it. */
@NullMarked
package io.hermesgateway.tools.guard;

import org.jspecify.annotations.NullMarked;

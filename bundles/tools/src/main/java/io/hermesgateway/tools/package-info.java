/** The tools every agent is offered and the guard in front of shell commands. */
@NullMarked
package io.hermesgateway.tools;

import org.jspecify.annotations.NullMarked;

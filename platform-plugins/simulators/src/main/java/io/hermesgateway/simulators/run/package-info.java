/** Starts simulators for people. */
@NullMarked
package io.hermesgateway.simulators.run;

import org.jspecify.annotations.NullMarked;

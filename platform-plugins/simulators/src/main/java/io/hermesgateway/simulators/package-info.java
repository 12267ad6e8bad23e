/** What every simulated far side is made of: a server with faults, a clock to wind, a transcript, knobs, a page. */
@NullMarked
package io.hermesgateway.simulators;

import org.jspecify.annotations.NullMarked;

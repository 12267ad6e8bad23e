/** What plugins offer, opened and behind guarded calls: agents, tools, services. */
@NullMarked
package io.hermesgateway.core.seats;

import org.jspecify.annotations.NullMarked;

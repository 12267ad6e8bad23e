/** What is said to a model's provider and what comes back, byte by byte. */
@NullMarked
package io.hermesgateway.agent.wire;

import org.jspecify.annotations.NullMarked;

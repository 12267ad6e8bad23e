/** What every agent must do, as tests. */
@NullMarked
package io.hermesgateway.testkit.agent;

import org.jspecify.annotations.NullMarked;

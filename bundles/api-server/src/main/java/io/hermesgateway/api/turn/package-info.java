/** Turns as the API sees them: what goes in, what comes out, how many at once. */
@NullMarked
package io.hermesgateway.api.turn;

import org.jspecify.annotations.NullMarked;

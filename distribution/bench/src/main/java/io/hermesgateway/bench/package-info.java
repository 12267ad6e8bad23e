/** Programs that measure; none of them runs in a build. */
@NullMarked
package io.hermesgateway.bench;

import org.jspecify.annotations.NullMarked;

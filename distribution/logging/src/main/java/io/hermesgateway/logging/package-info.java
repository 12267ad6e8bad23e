/** Log files that rotate and hold no secret. */
@NullMarked
package io.hermesgateway.logging;

import org.jspecify.annotations.NullMarked;

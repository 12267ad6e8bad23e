/** {@code /v1/runs}: work that goes on without its client. */
@NullMarked
package io.hermesgateway.api.runs;

import org.jspecify.annotations.NullMarked;

/** {@code /api/jobs}: the schedule over HTTP. */
@NullMarked
package io.hermesgateway.api.jobs;

import org.jspecify.annotations.NullMarked;

/** {@code /v1/responses} and what is kept of it. */
@NullMarked
package io.hermesgateway.api.responses;

import org.jspecify.annotations.NullMarked;

/** Who may call. */
@NullMarked
package io.hermesgateway.api.access;

import org.jspecify.annotations.NullMarked;

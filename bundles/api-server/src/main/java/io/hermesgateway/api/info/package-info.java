/** What can be asked about the gateway itself. */
@NullMarked
package io.hermesgateway.api.info;

import org.jspecify.annotations.NullMarked;

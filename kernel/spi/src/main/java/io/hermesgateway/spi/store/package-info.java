/** Long-lived, searchable history behind the journal. */
@NullMarked
package io.hermesgateway.spi.store;

import org.jspecify.annotations.NullMarked;

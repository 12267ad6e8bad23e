/** Named SQL databases offered by a store plugin; the only place that knows java.sql. */
@NullMarked
package io.hermesgateway.spi.sql;

import org.jspecify.annotations.NullMarked;

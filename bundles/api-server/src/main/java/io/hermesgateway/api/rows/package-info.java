/** Rows that must survive, in small files of our own. */
@NullMarked
package io.hermesgateway.api.rows;

import org.jspecify.annotations.NullMarked;

/** Data that is read and written without a terminal. */
@NullMarked
package io.hermesgateway.cli.data;

import org.jspecify.annotations.NullMarked;

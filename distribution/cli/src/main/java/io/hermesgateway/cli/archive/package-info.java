/** A whole home in one file, and back. */
@NullMarked
package io.hermesgateway.cli.archive;

import org.jspecify.annotations.NullMarked;

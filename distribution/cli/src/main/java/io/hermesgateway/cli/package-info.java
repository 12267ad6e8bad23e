/** The command line. It speaks to the running gateway over its control socket. */
@NullMarked
package io.hermesgateway.cli;

import org.jspecify.annotations.NullMarked;

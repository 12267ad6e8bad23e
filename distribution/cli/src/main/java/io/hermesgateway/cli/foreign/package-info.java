/** The home of another Hermes gateway, read and never written. */
@NullMarked
package io.hermesgateway.cli.foreign;

import org.jspecify.annotations.NullMarked;

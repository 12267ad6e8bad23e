/** The kernel: it keeps every promise in its own journal and hosts the plugins. */
@NullMarked
package io.hermesgateway.core;

import org.jspecify.annotations.NullMarked;

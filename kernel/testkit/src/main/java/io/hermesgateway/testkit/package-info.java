/** Fakes, clocks, contract tests and house rules for everyone who writes a plugin or a kernel part. */
@NullMarked
package io.hermesgateway.testkit;

import org.jspecify.annotations.NullMarked;

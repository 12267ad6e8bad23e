/** Plugin jars made from source while a test runs: well-behaved ones and a zoo of evil ones. */
@NullMarked
package io.hermesgateway.testkit.jars;

import org.jspecify.annotations.NullMarked;

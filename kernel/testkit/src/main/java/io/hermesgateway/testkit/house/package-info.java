/** The house rules as tests: what the build does not check is not a rule. */
@NullMarked
package io.hermesgateway.testkit.house;

import org.jspecify.annotations.NullMarked;

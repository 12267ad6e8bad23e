/** What every journal must do, as a test to extend. */
@NullMarked
package io.hermesgateway.testkit.journal;

import org.jspecify.annotations.NullMarked;

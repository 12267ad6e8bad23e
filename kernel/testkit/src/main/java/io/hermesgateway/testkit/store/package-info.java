/** What every store must do, as tests. */
@NullMarked
package io.hermesgateway.testkit.store;

import org.jspecify.annotations.NullMarked;

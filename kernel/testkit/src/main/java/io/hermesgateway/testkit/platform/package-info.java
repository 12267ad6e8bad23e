/** The kernel as a platform adapter sees it, for tests of adapters. */
@NullMarked
package io.hermesgateway.testkit.platform;

import org.jspecify.annotations.NullMarked;

/** What the build needs to put the distribution together; nothing of it runs in a gateway. */
@NullMarked
package io.hermesgateway.assembly;

import org.jspecify.annotations.NullMarked;

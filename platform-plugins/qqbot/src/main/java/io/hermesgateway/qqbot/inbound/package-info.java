/** What people say and click. */
@NullMarked
package io.hermesgateway.qqbot.inbound;

import org.jspecify.annotations.NullMarked;

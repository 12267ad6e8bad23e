/** Calls to the iLink API, and what comes of them. */
@NullMarked
package io.hermesgateway.weixin.wire;

import org.jspecify.annotations.NullMarked;

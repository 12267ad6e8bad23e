/** The way in: the poll, its recovery, and what becomes of a message. */
@NullMarked
package io.hermesgateway.weixin.inbound;

import org.jspecify.annotations.NullMarked;

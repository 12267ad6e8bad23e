/** The way out: the window of each person, pieces, pace, and what a refusal means. */
@NullMarked
package io.hermesgateway.weixin.outbound;

import org.jspecify.annotations.NullMarked;

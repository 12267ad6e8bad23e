/** The HTTP side of QQ: tokens, calls, and what its answers mean. */
@NullMarked
package io.hermesgateway.qqbot.api;

import org.jspecify.annotations.NullMarked;

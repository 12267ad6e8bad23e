/** The adapter to QQ bots. */
@NullMarked
package io.hermesgateway.qqbot;

import org.jspecify.annotations.NullMarked;

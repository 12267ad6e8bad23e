/** The connection on which QQ pushes events. */
@NullMarked
package io.hermesgateway.qqbot.link;

import org.jspecify.annotations.NullMarked;

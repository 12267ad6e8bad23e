/** What is sent, and within which of QQ's rules. */
@NullMarked
package io.hermesgateway.qqbot.outbound;

import org.jspecify.annotations.NullMarked;

/** What operators see and do: the control socket, the listening sockets, health, events. */
@NullMarked
package io.hermesgateway.core.control;

import org.jspecify.annotations.NullMarked;

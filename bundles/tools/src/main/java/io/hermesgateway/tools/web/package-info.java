/** Pages from the network, but never from the inside of it. */
@NullMarked
package io.hermesgateway.tools.web;

import org.jspecify.annotations.NullMarked;

/** What an agent may ask of the gateway itself. */
@NullMarked
package io.hermesgateway.tools.gateway;

import org.jspecify.annotations.NullMarked;

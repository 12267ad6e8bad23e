/** Tools of servers that speak the Model Context Protocol. */
@NullMarked
package io.hermesgateway.mcp;

import org.jspecify.annotations.NullMarked;

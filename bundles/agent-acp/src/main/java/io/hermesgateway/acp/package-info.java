/** Any agent that speaks the Agent Client Protocol, as a child process. */
@NullMarked
package io.hermesgateway.acp;

import org.jspecify.annotations.NullMarked;

/** What the model is told beside the talk itself: who it is, where it speaks, what was attached. */
@NullMarked
package io.hermesgateway.agent.prompt;

import org.jspecify.annotations.NullMarked;

/** Paths, fields and refusals as OpenAI clients know them. */
@NullMarked
package io.hermesgateway.api.wire;

import org.jspecify.annotations.NullMarked;

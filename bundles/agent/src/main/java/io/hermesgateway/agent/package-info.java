/** The built-in agent: it talks to any provider that speaks OpenAI's APIs and keeps nothing between runs but its steps. */
@NullMarked
package io.hermesgateway.agent;

import org.jspecify.annotations.NullMarked;

/** The HTTP API: what OpenAI clients, Hermes clients and orchestrators speak to this gateway. */
@NullMarked
package io.hermesgateway.api;

import org.jspecify.annotations.NullMarked;

/** The agent that needs no network: it shows what the gateway does before a model is configured. */
@NullMarked
package io.hermesgateway.agentdemo;

import org.jspecify.annotations.NullMarked;

/** Which provider and model answer, as the operator configured it, and what happens when they do not. */
@NullMarked
package io.hermesgateway.agent.provider;

import org.jspecify.annotations.NullMarked;

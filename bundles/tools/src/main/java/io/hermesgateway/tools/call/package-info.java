/** What all tools share: how they read what a model wrote. */
@NullMarked
package io.hermesgateway.tools.call;

import org.jspecify.annotations.NullMarked;

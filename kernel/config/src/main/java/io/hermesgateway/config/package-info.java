/** Reading, layering, checking and watching the configuration. */
@NullMarked
package io.hermesgateway.config;

import org.jspecify.annotations.NullMarked;

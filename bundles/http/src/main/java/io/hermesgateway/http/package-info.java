/** The one HTTP listener: it serves what other bundles contribute. */
@NullMarked
package io.hermesgateway.http;

import org.jspecify.annotations.NullMarked;

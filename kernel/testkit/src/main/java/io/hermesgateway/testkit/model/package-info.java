/** A provider of models for tests, which keeps its connections as badly as it is told to. */
@NullMarked
package io.hermesgateway.testkit.model;

import org.jspecify.annotations.NullMarked;

/** The primary store: how it is fed from the journal, and how it is read together with what it has not got yet. */
@NullMarked
package io.hermesgateway.core.feed;

import org.jspecify.annotations.NullMarked;

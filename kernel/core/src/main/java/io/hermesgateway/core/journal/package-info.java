/** The journal in files: the default {@link io.hermesgateway.spi.journal.JournalStore}. */
@NullMarked
package io.hermesgateway.core.journal;

import org.jspecify.annotations.NullMarked;

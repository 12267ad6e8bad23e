/** The state of all open work, changed only by applying facts read back from the journal. */
@NullMarked
package io.hermesgateway.core.ledger;

import org.jspecify.annotations.NullMarked;

/** The durable journal: what it stores, what it promises, and the facts the kernel writes into it. */
@NullMarked
package io.hermesgateway.spi.journal;

import org.jspecify.annotations.NullMarked;

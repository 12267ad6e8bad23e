/** Questions to people before something dangerous runs. */
@NullMarked
package io.hermesgateway.spi.approval;

import org.jspecify.annotations.NullMarked;

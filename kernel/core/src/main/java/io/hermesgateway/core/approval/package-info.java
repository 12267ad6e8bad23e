/** Approvals: asked, shown, answered once, and told truthfully afterwards. */
@NullMarked
package io.hermesgateway.core.approval;

import org.jspecify.annotations.NullMarked;

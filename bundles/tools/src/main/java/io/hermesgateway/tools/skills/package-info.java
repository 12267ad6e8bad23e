/** Instructions in folders, for an agent to read when it needs them. */
@NullMarked
package io.hermesgateway.tools.skills;

import org.jspecify.annotations.NullMarked;

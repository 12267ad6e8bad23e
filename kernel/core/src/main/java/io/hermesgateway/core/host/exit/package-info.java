/** What a plugin meets in place of {@code System.exit}; the only package of the kernel that plugins can see. */
@NullMarked
package io.hermesgateway.core.host.exit;

import org.jspecify.annotations.NullMarked;

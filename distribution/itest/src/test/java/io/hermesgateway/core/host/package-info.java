@NullMarked
package io.hermesgateway.core.host;

import org.jspecify.annotations.NullMarked;

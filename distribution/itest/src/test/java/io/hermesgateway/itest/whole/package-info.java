@NullMarked
package io.hermesgateway.itest.whole;

import org.jspecify.annotations.NullMarked;

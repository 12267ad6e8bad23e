/** Long trials of the real distribution, with one line of result each. */
@NullMarked
package io.hermesgateway.itest.campaign;

import org.jspecify.annotations.NullMarked;

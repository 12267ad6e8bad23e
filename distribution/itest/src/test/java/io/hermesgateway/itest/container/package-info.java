/** Tests of plugin jars inside a running framework. */
@NullMarked
package io.hermesgateway.itest.container;

import org.jspecify.annotations.NullMarked;

/** Services of the gateway's own bundles and the control calls they share with the command line. */
@NullMarked
package io.hermesgateway.spi.service;

import org.jspecify.annotations.NullMarked;

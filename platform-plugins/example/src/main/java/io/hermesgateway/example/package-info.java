/** A complete platform adapter to copy: JSON lines over one TCP connection. */
@NullMarked
package io.hermesgateway.example;

import org.jspecify.annotations.NullMarked;

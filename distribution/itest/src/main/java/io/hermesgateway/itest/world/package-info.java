/** The real distribution as a process, and the far side it talks to. */
@NullMarked
package io.hermesgateway.itest.world;

import org.jspecify.annotations.NullMarked;

/** What an agent keeps: notes about its work and its people, and the list of what is to do. */
@NullMarked
package io.hermesgateway.tools.memory;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.hermesgateway.sqlite.heal;

import org.jspecify.annotations.NullMarked;

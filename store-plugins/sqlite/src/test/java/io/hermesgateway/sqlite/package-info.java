@NullMarked
package io.hermesgateway.sqlite;

import org.jspecify.annotations.NullMarked;

/** What is done when a database file is damaged, gone, or another one than before. */
@NullMarked
package io.hermesgateway.sqlite.heal;

import org.jspecify.annotations.NullMarked;

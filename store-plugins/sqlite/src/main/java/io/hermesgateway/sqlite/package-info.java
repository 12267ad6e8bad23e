/**
 * History in SQLite: {@code state.db} as a store, and named databases for other bundles.
 *
 * <p>One rule stands above all others: while a connection of this process is open, nobody opens the same file in any
 * other way, not even to read it. Closing any descriptor of a file drops every lock that the process holds on it.
 */
@NullMarked
package io.hermesgateway.sqlite;

import org.jspecify.annotations.NullMarked;

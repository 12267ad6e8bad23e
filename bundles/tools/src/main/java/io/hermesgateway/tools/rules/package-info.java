/** What is dangerous: one class for each group of commands, each looking at one parsed command at a time. */
@NullMarked
package io.hermesgateway.tools.rules;

import org.jspecify.annotations.NullMarked;

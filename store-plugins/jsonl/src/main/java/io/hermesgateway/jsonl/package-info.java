/** History in plain files. */
@NullMarked
package io.hermesgateway.jsonl;

import org.jspecify.annotations.NullMarked;

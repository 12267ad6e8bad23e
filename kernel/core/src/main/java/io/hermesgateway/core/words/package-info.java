/** Words for people, in English and Chinese. */
@NullMarked
package io.hermesgateway.core.words;

import org.jspecify.annotations.NullMarked;

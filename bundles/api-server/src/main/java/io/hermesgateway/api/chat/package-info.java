/** {@code /v1/chat/completions}. */
@NullMarked
package io.hermesgateway.api.chat;

import org.jspecify.annotations.NullMarked;

/** {@code /api/sessions}: sessions as resources, and chats in them. */
@NullMarked
package io.hermesgateway.api.sessions;

import org.jspecify.annotations.NullMarked;

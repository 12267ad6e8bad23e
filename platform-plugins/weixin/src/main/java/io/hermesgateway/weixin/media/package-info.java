/** Files in and out, encrypted as the content network wants it. */
@NullMarked
package io.hermesgateway.weixin.media;

import org.jspecify.annotations.NullMarked;

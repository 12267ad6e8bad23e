/** The WeChat adapter, over the iLink bot API. */
@NullMarked
package io.hermesgateway.weixin;

import org.jspecify.annotations.NullMarked;

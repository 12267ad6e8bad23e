/** The servers behind WeChat's bots, as a gateway sees them: iLink's HTTP API, its CDN, and the person with the phone. */
@NullMarked
package io.hermesgateway.simulators.weixin;

import org.jspecify.annotations.NullMarked;

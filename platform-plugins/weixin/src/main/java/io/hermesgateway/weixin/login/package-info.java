/** Credentials and the login by QR code. */
@NullMarked
package io.hermesgateway.weixin.login;

import org.jspecify.annotations.NullMarked;

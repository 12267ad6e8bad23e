/** What can be set about the API. */
@NullMarked
package io.hermesgateway.api.settings;

import org.jspecify.annotations.NullMarked;

/** The plugin host: class loaders, lifecycles, guarded calls, the drop-in folder. The only package that knows OSGi. */
@NullMarked
package io.hermesgateway.core.host;

import org.jspecify.annotations.NullMarked;

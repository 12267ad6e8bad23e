/** Reading, writing, changing and finding files. */
@NullMarked
package io.hermesgateway.tools.files;

import org.jspecify.annotations.NullMarked;

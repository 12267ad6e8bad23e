/** What every bundle that answers HTTP needs: who calls, how errors look, how bodies are read and events are sent. */
@NullMarked
package io.hermesgateway.httpkit;

import org.jspecify.annotations.NullMarked;

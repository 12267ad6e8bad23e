/** Short questions to a model beside the talk: may this run, what is this talk called. None of them can fail a turn. */
@NullMarked
package io.hermesgateway.agent.aside;

import org.jspecify.annotations.NullMarked;

package io.hermesgateway.simulators;

import java.util.List;
import java.util.Map;

/** One far side. It is made with the {@link Simulation} that it lives in and offers its paths on its server. */
public interface Simulator {
    /** The platform's id, as in {@code hermes simulate qqbot}. */
    String id();

    /** Its name for people, by language ({@code en}, {@code zh}). */
    Map<String, String> title();

    /** The lines for {@code config.yaml} that point a gateway here. */
    List<String> config();

    /** The same as environment variables, {@code NAME=value}. */
    List<String> environment();
}

package io.hermesgateway.spi.plugin;

import java.util.List;
import java.util.Optional;

/**
 * How bundles find each other: by contract and name, per call. Whatever a plugin published goes when it stops. Calls on
 * a found object run on the caller's thread.
 */
public interface Registry {
    /** Offers an object under a contract. A second one with the same contract and name hides the first while it lives. */
    <T> Registration publish(Class<T> contract, String name, T object);

    /** Everything offered under the contract now, in the order of names. */
    <T> List<Named<T>> all(Class<T> contract);

    /** The one with this name. */
    <T> Optional<T> find(Class<T> contract, String name);

    /** The first one, for contracts of which there is normally one. */
    default <T> Optional<T> any(Class<T> contract) {
        return all(contract).stream().findFirst().map(Named::object);
    }

    /** A contribution and its name. */
    record Named<T>(String name, T object) {}
}

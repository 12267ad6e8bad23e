package io.hermesgateway.core.host;

import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.plugin.Registry;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** What bundles contribute to each other. Few things are published and many are looked up: reads take no lock. */
public final class KernelRegistry implements Registry {
    private record Entry(Class<?> contract, String name, Object object, Object owner, Object key) {}

    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    /** Publishes something of the kernel's own. */
    @Override
    public <T> Registration publish(Class<T> contract, String name, T object) {
        return publish(contract, name, object, this);
    }

    private <T> Registration publish(Class<T> contract, String name, T object, Object owner) {
        Object key = new Object();
        entries.add(new Entry(contract, name, contract.cast(object), owner, key));
        return () -> entries.removeIf(other -> other.key().equals(key));
    }

    @Override
    public <T> List<Named<T>> all(Class<T> contract) {
        TreeMap<String, Named<T>> byName = new TreeMap<>();
        for (Entry entry : entries) {
            if (entry.contract().equals(contract)) {
                byName.put(entry.name(), new Named<>(entry.name(), contract.cast(entry.object())));
            }
        }
        return List.copyOf(byName.values());
    }

    @Override
    public <T> Optional<T> find(Class<T> contract, String name) {
        Optional<T> latest = Optional.empty();
        for (Entry entry : entries) {
            if (entry.contract().equals(contract) && entry.name().equals(name)) {
                latest = Optional.of(contract.cast(entry.object()));
            }
        }
        return latest;
    }

    /** The registry as one plugin sees it: what it publishes is its own, and nothing after its end. */
    Registry of(Object owner, BooleanSupplier alive) {
        return new Registry() {
            @Override
            public <T> Registration publish(Class<T> contract, String name, T object) {
                if (!alive.getAsBoolean()) {
                    throw new IllegalStateException("a stopped plugin cannot publish " + name);
                }
                Registration published = KernelRegistry.this.publish(contract, name, object, owner);
                if (!alive.getAsBoolean()) {
                    published.close();
                }
                return published;
            }

            @Override
            public <T> List<Named<T>> all(Class<T> contract) {
                return KernelRegistry.this.all(contract);
            }

            @Override
            public <T> Optional<T> find(Class<T> contract, String name) {
                return KernelRegistry.this.find(contract, name);
            }
        };
    }

    /** What this owner offers under the contract. */
    <T> List<T> ownedBy(Object owner, Class<T> contract) {
        return entries.stream()
                .filter(entry -> entry.owner().equals(owner) && entry.contract().equals(contract))
                .<T>map(entry -> contract.cast(entry.object()))
                .toList();
    }

    void withdraw(Object owner) {
        entries.removeIf(entry -> entry.owner().equals(owner));
    }
}

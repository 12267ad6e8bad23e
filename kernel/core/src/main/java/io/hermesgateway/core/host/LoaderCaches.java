package io.hermesgateway.core.host;

import com.fasterxml.jackson.databind.type.TypeFactory;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * What shared libraries remember about the classes of a plugin keeps its loader alive for ever (measured: Jackson's type
 * cache kept 200 of 221). Whoever owns such a cache adds a way to empty it.
 */
public final class LoaderCaches {
    private final List<Consumer<ClassLoader>> caches = new CopyOnWriteArrayList<>();

    public LoaderCaches() {
        add(ResourceBundle::clearCache);
        add(loader -> TypeFactory.defaultInstance().clearCache());
    }

    public void add(Consumer<ClassLoader> forget) {
        caches.add(forget);
    }

    void forget(ClassLoader loader) {
        caches.forEach(cache -> cache.accept(loader));
    }
}

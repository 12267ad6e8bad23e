package io.hermesgateway.testkit;

import io.hermesgateway.spi.plugin.Registration;
import io.hermesgateway.spi.plugin.Registry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** What was published, by contract and name; the newest of a name hides the others. */
public final class FakeRegistry implements Registry {
    private final List<Offer> offers = new CopyOnWriteArrayList<>();

    /** Not a record: two that are equal are still two. */
    private static final class Offer {
        private final Class<?> contract;
        private final String name;
        private final Object object;

        Offer(Class<?> contract, String name, Object object) {
            this.contract = contract;
            this.name = name;
            this.object = object;
        }
    }

    @Override
    public <T> Registration publish(Class<T> contract, String name, T object) {
        Offer offer = new Offer(contract, name, object);
        offers.add(0, offer);
        return () -> offers.remove(offer);
    }

    @Override
    public <T> List<Named<T>> all(Class<T> contract) {
        List<Named<T>> found = new ArrayList<>();
        for (Offer offer : offers) {
            if (offer.contract == contract
                    && found.stream().noneMatch(each -> each.name().equals(offer.name))) {
                found.add(new Named<>(offer.name, contract.cast(offer.object)));
            }
        }
        found.sort(Comparator.comparing(Named::name));
        return found;
    }

    @Override
    public <T> Optional<T> find(Class<T> contract, String name) {
        return all(contract).stream()
                .filter(each -> each.name().equals(name))
                .map(Named::object)
                .findFirst();
    }
}

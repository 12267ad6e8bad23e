package io.hermesgateway.spi;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Some value of any type that our contracts speak of, always the same, its lists and maps open to change. */
final class Sample {

    private static final Map<Class<?>, Object> PLAIN = Map.ofEntries(
            Map.entry(String.class, "word"),
            Map.entry(CharSequence.class, "word"),
            Map.entry(Object.class, "thing"),
            Map.entry(int.class, 4096),
            Map.entry(long.class, 7L),
            Map.entry(double.class, 0.5),
            Map.entry(boolean.class, true),
            Map.entry(Integer.class, 5),
            Map.entry(Long.class, 7L),
            Map.entry(Boolean.class, true),
            Map.entry(byte[].class, new byte[] {1, 2}),
            Map.entry(ByteBuffer.class, ByteBuffer.allocate(2)),
            Map.entry(Duration.class, Duration.ofSeconds(3)),
            Map.entry(Instant.class, Instant.EPOCH),
            Map.entry(Locale.class, Locale.ENGLISH));

    private Sample() {}

    static Object of(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic(generic);
        }
        if (!(type instanceof Class<?> known)) {
            return "thing";
        }
        Object plain = PLAIN.get(known);
        if (plain != null) {
            return plain;
        }
        if (known.isEnum()) {
            return known.getEnumConstants()[0];
        }
        if (known.isRecord()) {
            return record(known);
        }
        Class<?>[] permitted = known.getPermittedSubclasses();
        return permitted != null ? of(permitted[0]) : pretended(known);
    }

    private static Object generic(ParameterizedType type) {
        Class<?> raw = (Class<?>) type.getRawType();
        Type[] of = type.getActualTypeArguments();
        if (raw == List.class) {
            return new ArrayList<>(List.of(of(of[0])));
        }
        if (raw == Map.class) {
            return new TreeMap<>(Map.of("key", of(of[1])));
        }
        return of(raw);
    }

    private static Object pretended(Class<?> type) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
            return switch (method.getName()) {
                case "equals" -> self == arguments[0];
                case "hashCode" -> 1;
                default -> "pretended " + type.getSimpleName();
            };
        });
    }

    static Object record(Class<?> type) {
        return build(type, components(type));
    }

    static Object[] components(Class<?> type) {
        return Stream.of(type.getRecordComponents())
                .map(part -> of(part.getGenericType()))
                .toArray();
    }

    static Object build(Class<?> type, @Nullable Object[] components) {
        Class<?>[] types = Stream.of(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(components);
        } catch (InvocationTargetException refused) {
            throw new IllegalArgumentException(type + " refuses its sample", refused.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}

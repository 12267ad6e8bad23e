package io.hermesgateway.spi;

import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Public types as text, in words of our own so that every JDK writes the same. */
final class SpiSurface {

    private static final Set<String> EVERY_RECORD_HAS = Set.of("equals", "hashCode", "toString");

    private SpiSurface() {}

    static String render(List<Class<?>> types) {
        return types.stream()
                .filter(SpiSurface::isVisible)
                .map(type -> header(type) + "\n" + lines(members(type)) + "\n")
                .collect(Collectors.joining());
    }

    private static String lines(List<String> members) {
        return members.stream().map(member -> "  " + member + "\n").collect(Collectors.joining());
    }

    private static boolean isVisible(Class<?> type) {
        for (Class<?> at = type; at != null; at = at.getDeclaringClass()) {
            if (!isVisible(at.getModifiers())) {
                return false;
            }
        }
        return !type.isAnonymousClass() && !type.isLocalClass() && !type.isSynthetic();
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static String header(Class<?> type) {
        StringBuilder text = new StringBuilder(modifiers(type)).append(type.getCanonicalName());
        text.append(variables(type.getTypeParameters()));
        if (type.isRecord()) {
            text.append(Stream.of(type.getRecordComponents())
                    .map(part -> name(part.getAnnotatedType()) + " " + part.getName())
                    .collect(Collectors.joining(", ", "(", ")")));
        }
        boolean plain = !type.isInterface() && !type.isRecord() && !type.isEnum();
        AnnotatedType parent = type.getAnnotatedSuperclass();
        if (plain && parent != null && parent.getType() != Object.class) {
            text.append(" extends ").append(name(parent));
        }
        text.append(list(type.isInterface() ? " extends " : " implements ", names(type.getAnnotatedInterfaces())));
        Class<?>[] permitted = type.getPermittedSubclasses();
        if (permitted != null && !type.isEnum()) {
            text.append(list(
                    " permits ", Stream.of(permitted).map(SpiSurface::shortName).sorted()));
        }
        return text.toString();
    }

    private static String modifiers(Class<?> type) {
        String kind;
        if (type.isAnnotation()) {
            kind = "@interface ";
        } else if (type.isInterface()) {
            kind = "interface ";
        } else if (type.isRecord()) {
            kind = "record ";
        } else {
            kind = type.isEnum() ? "enum " : "class ";
        }
        boolean open = type.isInterface() || type.isRecord() || type.isEnum();
        String form = open ? "" : Modifier.isAbstract(type.getModifiers()) ? "abstract " : finality(type);
        return access(type.getModifiers()) + (type.isSealed() && !type.isEnum() ? "sealed " : "") + form + kind;
    }

    private static String finality(Class<?> type) {
        return Modifier.isFinal(type.getModifiers()) ? "final " : "";
    }

    private static String access(int modifiers) {
        return Modifier.isPublic(modifiers) ? "public " : "protected ";
    }

    private static List<String> members(Class<?> type) {
        List<String> members = new ArrayList<>();
        if (type.isEnum()) {
            members.add(Stream.of(type.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name())
                    .collect(Collectors.joining(", ")));
        }
        Stream.of(type.getDeclaredFields())
                .filter(field -> isVisible(field.getModifiers()) && !field.isEnumConstant() && !field.isSynthetic())
                .map(SpiSurface::field)
                .sorted()
                .forEach(members::add);
        Stream.of(type.getDeclaredConstructors())
                .filter(constructor -> isVisible(constructor.getModifiers()) && !isCanonical(type, constructor))
                .map(constructor -> constructor(type, constructor))
                .sorted()
                .forEach(members::add);
        Stream.of(type.getDeclaredMethods())
                .filter(method -> isVisible(method.getModifiers()) && !method.isSynthetic())
                .filter(method -> !isGiven(type, method))
                .map(SpiSurface::method)
                .sorted()
                .forEach(members::add);
        return members;
    }

    private static boolean isCanonical(Class<?> type, Constructor<?> constructor) {
        Class<?>[] components = type.isRecord()
                ? Stream.of(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new)
                : null;
        return Arrays.equals(components, constructor.getParameterTypes());
    }

    /** What the kind of type brings along by itself. */
    private static boolean isGiven(Class<?> type, Method method) {
        if (type.isEnum()) {
            return method.getName().equals("values") || method.getName().equals("valueOf");
        }
        return type.isRecord()
                && (EVERY_RECORD_HAS.contains(method.getName())
                        || Stream.of(type.getRecordComponents()).anyMatch(part -> method.equals(part.getAccessor())));
    }

    private static String field(Field field) {
        String prefix = access(field.getModifiers()) + (Modifier.isStatic(field.getModifiers()) ? "static " : "");
        String text = prefix + name(field.getAnnotatedType()) + " " + field.getName();
        Object constant = constant(field);
        return constant == null ? text : text + " = " + constant;
    }

    private static @Nullable Object constant(Field field) {
        boolean simple = field.getType().isPrimitive() || field.getType() == String.class;
        int fixed = Modifier.STATIC | Modifier.FINAL | Modifier.PUBLIC;
        try {
            return simple && (field.getModifiers() & fixed) == fixed ? field.get(null) : null;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String constructor(Class<?> type, Constructor<?> constructor) {
        return access(constructor.getModifiers()) + type.getSimpleName() + signature(constructor);
    }

    private static String method(Method method) {
        String form = method.isDefault() ? "default " : "";
        if (Modifier.isStatic(method.getModifiers())) {
            form = "static ";
        } else if (Modifier.isAbstract(method.getModifiers())) {
            form = "abstract ";
        }
        String variables = variables(method.getTypeParameters());
        return access(method.getModifiers())
                + form
                + (variables.isEmpty() ? "" : variables + " ")
                + name(method.getAnnotatedReturnType())
                + " "
                + method.getName()
                + signature(method);
    }

    private static String signature(Executable executable) {
        AnnotatedType[] types = executable.getAnnotatedParameterTypes();
        List<String> parameters = new ArrayList<>();
        for (int i = 0; i < types.length; i++) {
            String type = name(types[i]);
            boolean many = executable.isVarArgs() && i == types.length - 1;
            parameters.add(many ? type.substring(0, type.length() - 2) + "..." : type);
        }
        return "(" + String.join(", ", parameters) + ")"
                + list(" throws ", names(executable.getAnnotatedExceptionTypes()));
    }

    private static String variables(TypeVariable<?>[] variables) {
        List<String> shown = new ArrayList<>();
        for (TypeVariable<?> variable : variables) {
            String bounds = names(variable.getAnnotatedBounds())
                    .filter(bound -> !bound.equals("Object"))
                    .collect(Collectors.joining(" & "));
            shown.add(variable.getName() + (bounds.isEmpty() ? "" : " extends " + bounds));
        }
        return shown.isEmpty() ? "" : "<" + String.join(", ", shown) + ">";
    }

    private static Stream<String> names(AnnotatedType[] types) {
        return Stream.of(types).map(SpiSurface::name);
    }

    private static String list(String prefix, Stream<String> names) {
        String joined = names.collect(Collectors.joining(", "));
        return joined.isEmpty() ? "" : prefix + joined;
    }

    private static String name(AnnotatedType type) {
        String nullable = type.isAnnotationPresent(Nullable.class) ? "@Nullable " : "";
        if (type instanceof AnnotatedArrayType array) {
            String some = nullable.isEmpty() ? "" : " @Nullable ";
            return name(array.getAnnotatedGenericComponentType()) + some + "[]";
        }
        if (type instanceof AnnotatedParameterizedType generic) {
            String raw = shortName((Class<?>) ((ParameterizedType) generic.getType()).getRawType());
            return nullable
                    + raw
                    + names(generic.getAnnotatedActualTypeArguments()).collect(Collectors.joining(", ", "<", ">"));
        }
        if (type instanceof AnnotatedWildcardType wildcard) {
            String lower = list(" super ", names(wildcard.getAnnotatedLowerBounds()));
            String upper = names(wildcard.getAnnotatedUpperBounds()).collect(Collectors.joining(" & "));
            return "?" + (lower.isEmpty() && !upper.equals("Object") ? " extends " + upper : lower);
        }
        Type plain = type.getType();
        return nullable + (plain instanceof Class<?> known ? shortName(known) : plain.getTypeName());
    }

    /** Without the package: two types of one simple name in our contracts would be a mistake in themselves. */
    private static String shortName(Class<?> type) {
        String name = type.getName();
        return name.substring(name.lastIndexOf('.') + 1).replace('$', '.');
    }
}

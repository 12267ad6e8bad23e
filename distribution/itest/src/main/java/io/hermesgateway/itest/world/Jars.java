package io.hermesgateway.itest.world;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Further versions and relatives of a plugin jar, as its author would build them. */
public final class Jars {
    private Jars() {}

    /** The same plugin in another version, with one more file in it. */
    public static Path version(Path jar, String version, Path target) {
        return copy(jar, target, Map.of("Bundle-Version", version, "Implementation-Version", version), Map.of());
    }

    /** The example as another plugin with a platform of another kind; both words are as long as {@code example}. */
    public static Path relative(Path plainExample, String kind, Path target) {
        Map<String, String> texts = Map.of("example", kind, "platforms.example", "platforms." + kind);
        return copy(plainExample, target, Map.of("Hermes-Plugin-Id", "platform-" + kind), texts);
    }

    private static Path copy(Path jar, Path target, Map<String, String> lines, Map<String, String> texts) {
        try (JarInputStream in = new JarInputStream(Files.newInputStream(jar));
                OutputStream file = Files.newOutputStream(target)) {
            Manifest manifest = in.getManifest() == null ? new Manifest() : new Manifest(in.getManifest());
            Attributes main = manifest.getMainAttributes();
            main.putIfAbsent(Attributes.Name.MANIFEST_VERSION, "1.0");
            lines.forEach((name, value) -> {
                if (!name.startsWith("Bundle-") || main.getValue("Bundle-SymbolicName") != null) {
                    main.putValue(name, value);
                }
            });
            try (JarOutputStream out = new JarOutputStream(file, manifest)) {
                for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
                    out.putNextEntry(new JarEntry(entry.getName()));
                    byte[] content = in.readAllBytes();
                    out.write(entry.getName().endsWith(".class") ? renamed(content, texts) : content);
                }
                out.putNextEntry(new JarEntry("made-for-a-trial"));
                out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces whole texts among the constants of a class; the rest of the file follows unchanged. */
    private static byte[] renamed(byte[] type, Map<String, String> texts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(type));
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(in.readLong());
        int constants = in.readUnsignedShort();
        out.writeShort(constants);
        for (int i = 1; i < constants; i++) {
            int tag = in.readUnsignedByte();
            out.writeByte(tag);
            if (tag == 1) {
                String text = in.readUTF();
                out.writeUTF(texts.getOrDefault(text, text));
            } else {
                int size = size(tag);
                out.write(in.readNBytes(size));
                i += size == 8 ? 1 : 0;
            }
        }
        in.transferTo(out);
        return bytes.toByteArray();
    }

    /** How many bytes follow the tag of a constant; the two that have eight take two places in the table. */
    private static int size(int tag) {
        return switch (tag) {
            case 5, 6 -> 8;
            case 7, 8, 16, 19, 20 -> 2;
            case 15 -> 3;
            default -> 4;
        };
    }
}

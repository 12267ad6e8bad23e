package io.hermesgateway.core.host;

import io.hermesgateway.spi.error.GatewayException;
import io.hermesgateway.spi.error.KernelError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * Every jar passes here before the framework sees it. It is copied first and the copy is judged, so that a file that
 * changes meanwhile changes nothing. Jars of the distribution are not read through.
 */
final class JarGate {
    private static final long LARGEST_JAR = 64L << 20;
    private static final long LARGEST_CONTENT = 512L << 20;
    private static final int MOST_ENTRIES = 50_000;
    private static final String SERVICE = "META-INF/services/io.hermesgateway.spi.plugin.Plugin";

    private final FelixHost felix;
    private final Path kept;
    private final SharedPackages shared;
    private final AtomicLong copies = new AtomicLong();

    JarGate(FelixHost felix, Path kept, SharedPackages shared) {
        this.felix = felix;
        this.kept = kept;
        this.shared = shared;
    }

    /** A plugin that may be loaded, or a refusal with a code and a sentence. */
    PluginJar admit(Path file, boolean bundled) {
        try {
            if (Files.size(file) > LARGEST_JAR) {
                throw refuse(KernelError.TOO_LARGE, "A plugin may have 64 MiB at most.");
            }
            checkReadable(file);
            Path copy = kept.resolve(copies.incrementAndGet() + ".jar");
            String digest = copy(file, copy);
            boolean admitted = false;
            try {
                PluginJar jar = judge(file, bundled, copy, digest);
                if (!bundled) {
                    felix.check(jar);
                }
                admitted = true;
                return jar;
            } finally {
                if (!admitted) {
                    Files.deleteIfExists(copy);
                    Files.deleteIfExists(PlainJar.wrapped(copy));
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new GatewayException(KernelError.NOT_A_JAR, "This is not a complete jar file: " + e.getMessage(), e);
        }
    }

    /** Cheap enough for a file that is still being written: only its end is looked at. */
    private static void checkReadable(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            if (zip.size() > MOST_ENTRIES) {
                throw refuse(KernelError.UNSAFE_ARCHIVE, "It has more than " + MOST_ENTRIES + " entries.");
            }
        }
    }

    private static String copy(Path file, Path copy) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (DigestOutputStream out = new DigestOutputStream(Files.newOutputStream(copy), digest)) {
                Files.copy(file, out);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private PluginJar judge(Path file, boolean bundled, Path copy, String digest) throws IOException {
        try (ZipFile zip = new ZipFile(copy.toFile())) {
            if (!bundled) {
                readThrough(zip);
            }
            if (zip.getEntry(SERVICE) == null) {
                throw refuse(KernelError.NO_PLUGIN, "It has no file " + SERVICE + ".");
            }
            Attributes manifest = manifest(zip).getMainAttributes();
            String id = id(manifest, file);
            String version = manifest.getValue("Bundle-Version");
            boolean plain = manifest.getValue("Bundle-SymbolicName") == null;
            if (plain) {
                version = manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION);
            }
            Path bundle = plain ? PlainJar.wrap(copy, id, manifest, shared) : copy;
            return new PluginJar(id, version == null ? "" : version, digest, file, bundled, copy, bundle);
        }
    }

    private static Manifest manifest(ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry("META-INF/MANIFEST.MF");
        if (entry == null) {
            return new Manifest();
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return new Manifest(in);
        }
    }

    private static String id(Attributes manifest, Path file) {
        String id = manifest.getValue("Hermes-Plugin-Id");
        if (id == null) {
            String symbolic = manifest.getValue("Bundle-SymbolicName");
            id = symbolic == null ? stem(file) : symbolic.split(";")[0];
        }
        String clean = id.strip().toLowerCase(Locale.ROOT);
        if (!clean.matches("[a-z0-9][a-z0-9._-]{0,63}")) {
            throw refuse(
                    KernelError.NO_PLUGIN, "Its id '" + id + "' is not made of letters, digits, '.', '_' and '-'.");
        }
        return clean;
    }

    /** The name of a file without folder, version and ending. */
    static String stem(Path file) {
        return String.valueOf(file.getFileName())
                .replaceFirst("\\.jar$", "")
                .replaceFirst("-\\d+(\\.\\w+)*(-SNAPSHOT)?$", "");
    }

    private void readThrough(ZipFile zip) throws IOException {
        Set<String> names = new HashSet<>();
        Meter meter = new Meter();
        for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
            ZipEntry entry = all.nextElement();
            checkName(entry.getName(), names);
            checkShared(entry.getName(), "");
            check(zip, entry, meter);
            if (entry.getName().endsWith(".jar")) {
                readNested(zip, entry, meter);
            }
        }
    }

    private static void check(ZipFile zip, ZipEntry entry, Meter meter) throws IOException {
        CRC32 sum = new CRC32();
        try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), sum)) {
            in.transferTo(meter);
            if (sum.getValue() != entry.getCrc()) {
                throw new IOException(entry.getName() + " is spoilt");
            }
        }
    }

    private void readNested(ZipFile zip, ZipEntry nested, Meter meter) throws IOException {
        try (ZipInputStream in = new ZipInputStream(zip.getInputStream(nested))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                checkShared(entry.getName(), " (in " + nested.getName() + ")");
                in.transferTo(meter);
            }
        }
    }

    private static void checkName(String name, Set<String> names) {
        boolean escapes = name.startsWith("/") || name.contains("\\") || name.contains("\0") || name.matches("\\w:.*");
        if (escapes || List.of(name.split("/")).contains("..") || !names.add(name)) {
            throw refuse(KernelError.UNSAFE_ARCHIVE, "Its entry '" + name + "' points outside or comes twice.");
        }
    }

    private void checkShared(String entry, String where) {
        if (entry.endsWith(".class") && shared.contains(entry)) {
            throw refuse(
                    KernelError.EMBEDS_SHARED_LIBRARY,
                    "It embeds " + entry + where + ", which the gateway provides. Build it without (scope provided).");
        }
    }

    private static GatewayException refuse(KernelError code, String sentence) {
        return new GatewayException(code, sentence);
    }

    /** Counts what is unpacked, and gives up on a bomb. */
    private static final class Meter extends OutputStream {
        private long left = LARGEST_CONTENT;

        @Override
        public void write(int one) {
            write(new byte[1], 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            left -= length;
            if (left < 0) {
                throw refuse(KernelError.UNSAFE_ARCHIVE, "Unpacked it has more than 512 MiB.");
            }
        }
    }
}

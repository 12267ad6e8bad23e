package io.hermesgateway.cli.archive;

import io.hermesgateway.cli.data.Json;
import io.hermesgateway.cli.data.PrivateFile;
import io.hermesgateway.cli.data.Sqlite;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A zip file with a manifest. Nothing of one counts before all of it was seen: the names are those of a home, sizes and
 * checksums are those of the manifest, every database opens.
 */
public final class HomeArchive {
    private static final int OURS = 0x48475731;
    private static final long MANIFEST_MOST = 4L << 20;

    private HomeArchive() {}

    /** The files of a folder with copies, as a manifest tells of them. */
    public static List<Manifest.Entry> entries(Path folder, List<String> names) throws IOException {
        List<Manifest.Entry> entries = new ArrayList<>();
        for (String name : names) {
            Path file = folder.resolve(name);
            Part part = Part.of(name).orElseThrow(() -> new IOException(name + " belongs to no home"));
            try (InputStream in = Files.newInputStream(file)) {
                entries.add(
                        new Manifest.Entry(name, part, Files.size(file), hash(in, OutputStream.nullOutputStream())));
            }
        }
        return entries;
    }

    /** Writes the archive as a new file that only the owner may read. */
    public static void write(Path target, Manifest manifest, Path folder) throws IOException {
        PrivateFile.create(target, new byte[0]);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(target), StandardCharsets.UTF_8)) {
            zip.putNextEntry(new ZipEntry(Manifest.NAME));
            zip.write(Json.write(manifest.fields()).getBytes(StandardCharsets.UTF_8));
            for (Manifest.Entry entry : manifest.entries()) {
                zip.putNextEntry(new ZipEntry(entry.name()));
                Files.copy(folder.resolve(entry.name()), zip);
            }
        }
    }

    /** Unpacks an archive into an empty folder; an exception with the reason when it cannot be believed. */
    public static Manifest unpack(Path archive, Path folder) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile(), StandardCharsets.UTF_8)) {
            Manifest manifest = manifest(zip);
            Set<String> there = new HashSet<>();
            for (ZipEntry entry : Collections.list(zip.entries())) {
                there.add(entry.getName());
            }
            there.remove(Manifest.NAME);
            for (Manifest.Entry entry : manifest.entries()) {
                there.remove(entry.name());
            }
            if (!there.isEmpty()) {
                throw new IOException("it has a file that its manifest does not name: "
                        + there.iterator().next());
            }
            if (manifest.bytes() > Files.getFileStore(folder).getUsableSpace()) {
                throw new IOException("there is no room for it on the disk");
            }
            for (Manifest.Entry entry : manifest.entries()) {
                unpack(zip, entry, folder);
            }
            return manifest;
        }
    }

    private static Manifest manifest(ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry(Manifest.NAME);
        if (entry == null || entry.getSize() > MANIFEST_MOST) {
            throw new IOException("it has no manifest");
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return Manifest.read(new String(in.readNBytes((int) MANIFEST_MOST), StandardCharsets.UTF_8));
        }
    }

    private static void unpack(ZipFile zip, Manifest.Entry entry, Path folder) throws IOException {
        ZipEntry packed = zip.getEntry(entry.name());
        if (packed == null) {
            throw new IOException("it lacks " + entry.name());
        }
        Path file = folder.resolve(entry.name());
        PrivateFile.folder(file.resolveSibling("."));
        PrivateFile.create(file, new byte[0]);
        try (InputStream in = new Limited(zip.getInputStream(packed), entry.bytes());
                OutputStream out = Files.newOutputStream(file)) {
            if (!hash(in, out).equals(entry.sha256()) || Files.size(file) != entry.bytes()) {
                throw new IOException(entry.name() + " is not what the manifest says");
            }
        }
        if (Part.isDatabase(entry.name())) {
            checkDatabase(entry.name(), file);
        }
    }

    /** Opened and looked at; what only this gateway makes must be its own. */
    public static void checkDatabase(String name, Path file) throws IOException {
        Optional<Integer> id = Sqlite.applicationId(file);
        if ((name.equals("state.db") || name.equals("response_store.db")) && id.isPresent() && id.get() != OURS) {
            throw new IOException(name + " was made by another program");
        }
        Optional<String> trouble = Sqlite.trouble(file);
        if (trouble.isPresent()) {
            throw new IOException(name + " is damaged: " + trouble.get());
        }
    }

    private static String hash(InputStream in, OutputStream out) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[65_536];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
                out.write(buffer, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** However much a small entry unpacks to, no more than it should is read. */
    private static final class Limited extends java.io.FilterInputStream {
        private long left;

        Limited(InputStream in, long most) {
            super(in);
            this.left = most;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int count = super.read(bytes, from, length);
            left -= Math.max(0, count);
            if (left < 0) {
                throw new IOException("it unpacks to more than its manifest says");
            }
            return count;
        }
    }
}

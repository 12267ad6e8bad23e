package io.hermesgateway.itest.campaign;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;

/** Ways in which a database comes to harm, at random places. */
enum Harm {
    NOT_A_DATABASE,
    HEADER,
    FIRST_PAGE,
    TRUNCATED,
    ZEROED_PAGES,
    FLIPPED_BITS,
    FLIPPED_HEADS,
    LOG_GONE,
    LOG_FOREIGN,
    LOG_FLIPPED,
    INDEX_GONE,
    INDEX_FOREIGN,
    INDEX_SCRIBBLED,
    INDEX_CUT,
    DELETED,
    ALL_DELETED,
    REPLACED_BY_FOREIGN,
    OVERWRITTEN_BY_FOREIGN,
    REPLACED_BY_OLDER,
    LOCKED;

    private static final int PAGE = 4096;

    /** A database of another program is refused at the start, with an exit; only one that comes later is set aside. */
    boolean onlyRunning() {
        return this == LOCKED || this == REPLACED_BY_FOREIGN || this == OVERWRITTEN_BY_FOREIGN;
    }

    /**
     * Strikes.
     *
     * @param foreign a sound database of another program, with its log
     * @param older an older copy of this database
     */
    void on(Path database, Path foreign, Path older, Random random) throws IOException {
        Path log = beside(database, "-wal");
        Path index = beside(database, "-shm");
        switch (this) {
            case NOT_A_DATABASE ->
                write(database, 0, "<html>disk recovery</html>".repeat(100).getBytes(StandardCharsets.UTF_8));
            case HEADER -> flip(database, 8, 100, random);
            case FIRST_PAGE -> write(database, 0, noise(PAGE, random));
            case TRUNCATED -> truncate(database, random);
            case ZEROED_PAGES -> zero(database, random);
            case FLIPPED_BITS -> flip(database, 20, Integer.MAX_VALUE, random);
            case FLIPPED_HEADS -> flipHeads(database, random);
            case LOG_GONE -> Files.deleteIfExists(log);
            case LOG_FOREIGN -> replace(beside(foreign, "-wal"), log);
            case LOG_FLIPPED -> flip(log, 3, Integer.MAX_VALUE, random);
            case INDEX_GONE -> Files.deleteIfExists(index);
            case INDEX_FOREIGN -> exchange(index, noise(32_768, random));
            case INDEX_SCRIBBLED -> scribble(index, random);
            case INDEX_CUT -> cut(index, random);
            case DELETED -> Files.deleteIfExists(database);
            case ALL_DELETED -> deleteAll(database, log, index);
            case REPLACED_BY_FOREIGN -> replace(foreign, database);
            case OVERWRITTEN_BY_FOREIGN -> write(database, 0, Files.readAllBytes(foreign));
            case REPLACED_BY_OLDER -> replace(older, database);
            case LOCKED -> {}
        }
    }

    static Path beside(Path database, String suffix) {
        return database.resolveSibling(database.getFileName() + suffix);
    }

    private static void deleteAll(Path... files) throws IOException {
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }

    /** Into the memory that a running process shares through the file. */
    private static void scribble(Path index, Random random) throws IOException {
        if (Files.exists(index) && Files.size(index) > 0) {
            write(index, 0, noise(Math.toIntExact(Files.size(index)), random));
        }
    }

    private static void cut(Path index, Random random) throws IOException {
        if (Files.exists(index)) {
            truncate(index, random);
        }
    }

    private static void exchange(Path file, byte[] content) throws IOException {
        Path other = Files.write(file.resolveSibling("harm.tmp"), content);
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void replace(Path by, Path file) throws IOException {
        if (Files.exists(by)) {
            Path copy = file.resolveSibling("harm.tmp");
            Files.copy(by, copy, StandardCopyOption.REPLACE_EXISTING);
            Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static byte[] noise(int size, Random random) {
        byte[] noise = new byte[size];
        random.nextBytes(noise);
        return noise;
    }

    private static void write(Path file, long at, byte[] bytes) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(at);
            open.write(bytes);
        }
    }

    private static void truncate(Path file, Random random) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength((long) (open.length() * random.nextDouble()));
        }
    }

    private static void zero(Path file, Random random) throws IOException {
        long pages = Math.max(1, Files.size(file) / PAGE);
        for (int i = 0; i < 3; i++) {
            write(file, ((long) (pages * random.nextDouble())) * PAGE, new byte[PAGE]);
        }
    }

    private static void flip(Path file, int times, int within, Random random) throws IOException {
        if (Files.exists(file) && Files.size(file) > 0) {
            for (int i = 0; i < times; i++) {
                flip(file, (long) (Math.min(within, Files.size(file)) * random.nextDouble()), random);
            }
        }
    }

    private static void flipHeads(Path file, Random random) throws IOException {
        long pages = Math.max(1, Files.size(file) / PAGE);
        for (int i = 0; i < 6; i++) {
            flip(file, ((long) (pages * random.nextDouble())) * PAGE + random.nextInt(40), random);
        }
    }

    private static void flip(Path file, long at, Random random) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.seek(at);
            int old = Math.max(0, open.read());
            open.seek(at);
            open.write(old ^ 1 << random.nextInt(8));
        }
    }
}

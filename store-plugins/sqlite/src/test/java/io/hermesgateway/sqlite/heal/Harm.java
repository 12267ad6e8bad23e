package io.hermesgateway.sqlite.heal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Ways in which a file is damaged, at places that the seed chooses. */
enum Harm {
    NOT_A_DATABASE {
        @Override
        void strike(RandomAccessFile file, Random random) throws IOException {
            file.seek(0);
            file.write("<html>disk recovery report</html>".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
    },
    HEADER {
        @Override
        void strike(RandomAccessFile file, Random random) throws IOException {
            for (int i = 0; i < 8; i++) {
                flip(file, random.nextInt(100), random);
            }
        }
    },
    TRUNCATED {
        @Override
        void strike(RandomAccessFile file, Random random) throws IOException {
            file.setLength(random.nextInt((int) file.length()));
        }
    },
    ZEROED_PAGES {
        @Override
        void strike(RandomAccessFile file, Random random) throws IOException {
            for (int i = 0; i < 3; i++) {
                file.seek(random.nextInt((int) (file.length() / PAGE)) * (long) PAGE);
                file.write(new byte[PAGE]);
            }
        }
    },
    FIRST_PAGE {
        @Override
        void strike(RandomAccessFile file, Random random) throws IOException {
            byte[] noise = new byte[PAGE];
            random.nextBytes(noise);
            file.seek(0);
            file.write(noise);
        }
    },
    FLIPPED_BITS {
        @Override
        void strike(RandomAccessFile file, Random random) throws IOException {
            for (int i = 0; i < 20; i++) {
                flip(file, random.nextInt((int) file.length()), random);
            }
        }
    },
    FLIPPED_HEADS {
        @Override
        void strike(RandomAccessFile file, Random random) throws IOException {
            for (int i = 0; i < 6; i++) {
                flip(file, random.nextInt((int) (file.length() / PAGE)) * PAGE + random.nextInt(40), random);
            }
        }
    },
    LOG {
        @Override
        void on(Path database, Random random) throws IOException {
            Path log = database.resolveSibling(database.getFileName() + "-wal");
            try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
                flip(file, random.nextInt((int) file.length()), random);
            }
        }
    },
    NO_LOG {
        @Override
        void on(Path database, Random random) throws IOException {
            Files.delete(database.resolveSibling(database.getFileName() + "-wal"));
        }
    };

    private static final int PAGE = 4096;

    void on(Path database, Random random) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(database.toFile(), "rw")) {
            strike(file, random);
        }
    }

    void strike(RandomAccessFile file, Random random) throws IOException {
        throw new UnsupportedOperationException(name());
    }

    static void flip(RandomAccessFile file, int at, Random random) throws IOException {
        file.seek(at);
        int old = file.read();
        file.seek(at);
        file.write(old ^ 1 << random.nextInt(8));
    }
}

package io.hermesgateway.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What is known about the place where a file lies. */
public interface Places {
    /** The machine's own word. */
    Places REAL = new Places() {
        @Override
        public String fileSystem(Path file) throws IOException {
            Path there = Files.exists(file) ? file : file.toAbsolutePath().getParent();
            return there == null ? "" : Files.getFileStore(there).type();
        }

        @Override
        public String operatingSystem() throws IOException {
            Path release = Path.of("/proc/sys/kernel/osrelease");
            return Files.isReadable(release) ? Files.readString(release) : "";
        }
    };

    /** The type of the file system, {@code ext4}, {@code nfs4} … */
    String fileSystem(Path file) throws IOException;

    /** The release of the system's kernel. */
    String operatingSystem() throws IOException;

    /** Why a write-ahead log, which needs memory that is shared through the file system, must not be tried here. */
    default Optional<String> againstWal(Path file) {
        try {
            String type = fileSystem(file).toLowerCase(Locale.ROOT);
            if (Known.SHARED.contains(type) || type.startsWith("fuse") || type.startsWith("smb")) {
                return Optional.of("it lies on a file system of the type " + type);
            }
            // The first edition names itself so; the second has a real kernel and says "microsoft".
            if (operatingSystem().contains("Microsoft")) {
                return Optional.of("this is the first edition of the Windows subsystem for Linux");
            }
            return Optional.empty();
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    /** Types of file systems that other machines may write to, or that cannot share memory. */
    final class Known {
        private static final Set<String> SHARED = Set.of(
                "nfs",
                "nfs3",
                "nfs4",
                "cifs",
                "9p",
                "v9fs",
                "drvfs",
                "wslfs",
                "lxfs",
                "afs",
                "ceph",
                "glusterfs",
                "lustre",
                "gpfs",
                "vboxsf",
                "vmhgfs",
                "prl_fs",
                "davfs",
                "sshfs");

        private Known() {}
    }
}

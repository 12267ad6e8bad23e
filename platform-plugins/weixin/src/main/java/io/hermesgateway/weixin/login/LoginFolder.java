package io.hermesgateway.weixin.login;

import io.hermesgateway.spi.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Where the credentials of an account lie, beside those of the other accounts. */
public final class LoginFolder {
    private final Path home;
    private final String platformId;
    private final InstantSource clock;

    public LoginFolder(Path home, String platformId, InstantSource clock) {
        this.home = home;
        this.platformId = platformId;
        this.clock = clock;
    }

    public String platformId() {
        return platformId;
    }

    public Path path() {
        return home.resolve("platforms").resolve(platformId);
    }

    public void keep(Credentials credentials, Settings settings) {
        try {
            Files.createDirectories(path().getParent());
            if (!Files.isDirectory(path())) {
                Files.createDirectory(
                        path(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        AccountFile.in(path()).write(credentials, Credentials.fingerprint(settings), clock.instant());
    }

    /** A person is bound to one bot at a time: what other accounts know of the same person is void. */
    public List<String> retireOthersOf(String user) {
        List<String> retired = new ArrayList<>();
        if (user.isEmpty()) {
            return retired;
        }
        try (var folders = Files.list(home.resolve("platforms"))) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                String id = folder.getFileName().toString();
                boolean other = !id.equals(platformId) && (id.equals("weixin") || id.startsWith("weixin."));
                if (other && isOf(folder, user)) {
                    AccountFile.in(folder).retire(home.resolve("quarantine"), id, clock.instant());
                    retired.add(id);
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return retired;
    }

    private static boolean isOf(Path folder, String user) {
        return AccountFile.in(folder)
                .read()
                .map(stored -> stored.credentials().user().equals(user))
                .orElse(false);
    }
}

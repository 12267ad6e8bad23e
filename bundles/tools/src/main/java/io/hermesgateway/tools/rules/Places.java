package io.hermesgateway.tools.rules;

import io.hermesgateway.tools.shell.Word;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a path means on this machine: the roots of the system, the home, files that decide what runs or who may. */
public final class Places {
    /** What kind of file a command would write. */
    public enum Kind {
        ORDINARY,
        DEVICE,
        SYSTEM,
        SSH,
        STARTUP,
        CREDENTIALS,
        HERMES,
        PROJECT
    }

    private static final Set<String> SYSTEM_ROOTS = Set.of(
            "/home",
            "/root",
            "/etc",
            "/usr",
            "/var",
            "/bin",
            "/sbin",
            "/boot",
            "/lib",
            "/lib32",
            "/lib64",
            "/dev",
            "/proc",
            "/sys",
            "/Users",
            "/System",
            "/Library");
    private static final Set<String> STARTUP = Set.of(
            ".bashrc",
            ".zshrc",
            ".profile",
            ".bash_profile",
            ".zprofile",
            ".zshenv",
            ".zlogin",
            ".bash_login",
            ".bash_logout",
            ".config/fish/config.fish");
    private static final Set<String> CREDENTIALS = Set.of(
            ".netrc",
            ".pgpass",
            ".npmrc",
            ".pypirc",
            ".git-credentials",
            ".aws/credentials",
            ".docker/config.json",
            ".kube/config");
    private static final String[] DEVICES = {
        "sd", "hd", "vd", "xvd", "nvme", "mmcblk", "md", "dm-", "loop", "nbd", "disk", "rdisk"
    };

    private final String home;
    private final String hermesHome;

    public Places(String home, String hermesHome) {
        this.home = usable(home) ? normal(home) : "~";
        this.hermesHome = usable(hermesHome) ? normal(hermesHome) : this.home + "/.hermes";
    }

    private static boolean usable(String directory) {
        return directory.startsWith("/") && !normal(directory).equals("/");
    }

    public String home() {
        return home;
    }

    public String hermesHome() {
        return hermesHome;
    }

    /** The text with the home written as a tilde, the way people write patterns. */
    public String folded(String text) {
        return text.replace(hermesHome, "~/.hermes").replace(home, "~");
    }

    /** An absolute path without dots and double slashes, or a relative one when the directory is not known. */
    public String resolve(String path, @Nullable String cwd) {
        if (path.startsWith("/")) {
            return normal(path);
        }
        if (path.equals("~") || path.startsWith("~/")) {
            return normal(home + path.substring(1));
        }
        return normal(cwd == null ? path : cwd + "/" + path);
    }

    static String normal(String path) {
        boolean absolute = path.startsWith("/");
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/")) {
            boolean named = !parts.isEmpty() && !parts.getLast().equals("..");
            if (part.equals("..") && named) {
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".") && !(part.equals("..") && absolute)) {
                parts.addLast(part);
            }
        }
        return (absolute ? "/" : "") + String.join("/", parts);
    }

    public boolean underHome(String path) {
        return path.equals(home) || path.startsWith(home + "/");
    }

    /** The hardline that deleting this operand would cross, or null. */
    public @Nullable Hardline deletion(Word operand, @Nullable String cwd, boolean recursive) {
        String path = resolve(operand.text(), cwd);
        if (!path.startsWith("/") && !path.startsWith("~")) {
            return null;
        }
        if (!operand.wild()) {
            return recursive ? whole(path) : null;
        }
        String parent = parent(path);
        String last = path.substring(path.lastIndexOf('/') + 1);
        if (everything(last)) {
            while (everything(parent.substring(parent.lastIndexOf('/') + 1))) {
                parent = parent(parent);
            }
            Hardline inside = whole(parent);
            return inside != Hardline.DELETE_HOME || recursive ? inside : null;
        }
        return recursive ? matching(parent, Glob.ignoringCase(last)) : null;
    }

    private @Nullable Hardline whole(String path) {
        if (path.equals("/")) {
            return Hardline.DELETE_ROOT;
        }
        if (SYSTEM_ROOTS.contains(path)) {
            return path.equals(home) ? Hardline.DELETE_HOME : Hardline.DELETE_SYSTEM;
        }
        return path.equals(home) || home.startsWith(path + "/") ? Hardline.DELETE_HOME : null;
    }

    private @Nullable Hardline matching(String parent, Glob last) {
        if (parent.equals("/")) {
            for (String root : SYSTEM_ROOTS) {
                if (last.matches(root.substring(1).toLowerCase(Locale.ROOT))) {
                    return Hardline.DELETE_SYSTEM;
                }
            }
        }
        boolean besideHome = parent.equals(parent(home));
        String name = home.substring(home.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return besideHome && last.matches(name) ? Hardline.DELETE_HOME : null;
    }

    private static boolean everything(String name) {
        return name.indexOf('*') >= 0 && name.chars().allMatch(c -> c == '*' || c == '?' || c == '.');
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    /** Whether the path names a disk, a partition or what stands for one; it must be a path from the root. */
    public boolean device(String path, @Nullable String cwd) {
        String resolved = resolve(path, cwd);
        if (!resolved.startsWith("/dev/")) {
            return false;
        }
        String name = resolved.substring("/dev/".length());
        if (name.startsWith("mapper/") || name.startsWith("disk/by-")) {
            return !name.equals("mapper/control");
        }
        if (name.indexOf('/') >= 0 || name.equals("loop-control") || name.equals("disk") || name.startsWith("disk/")) {
            return false;
        }
        for (String prefix : DEVICES) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** What kind of file this is. */
    public Kind kind(String path, @Nullable String cwd) {
        if (device(path, cwd)) {
            return Kind.DEVICE;
        }
        String full = resolve(path, cwd);
        if (full.equals("/etc") || full.startsWith("/etc/") || macSystem(full)) {
            return Kind.SYSTEM;
        }
        if (hermesFile(full)) {
            return Kind.HERMES;
        }
        if (("/" + full + "/").contains("/.ssh/") && (full.startsWith("/") || full.startsWith("~"))) {
            return Kind.SSH;
        }
        String inHome = inSomeHome(full);
        if (STARTUP.contains(inHome)) {
            return Kind.STARTUP;
        }
        if (CREDENTIALS.contains(inHome)) {
            return Kind.CREDENTIALS;
        }
        String name = full.substring(full.lastIndexOf('/') + 1);
        boolean project = name.equals(".env") || name.startsWith(".env.") || name.equals("config.yaml");
        return project ? Kind.PROJECT : Kind.ORDINARY;
    }

    private static boolean macSystem(String path) {
        return path.startsWith("/private/etc/")
                || path.startsWith("/private/var/")
                || path.startsWith("/private/tmp/")
                || path.startsWith("/private/home/");
    }

    private boolean hermesFile(String path) {
        return isHermesFile(path, hermesHome) || isHermesFile(path, home + "/.hermes");
    }

    private static boolean isHermesFile(String path, String folder) {
        return path.equals(folder + "/.env") || path.equals(folder + "/config.yaml");
    }

    /** The path below this user's home or another user's, or empty. */
    private String inSomeHome(String path) {
        if (path.startsWith(home + "/")) {
            return path.substring(home.length() + 1);
        }
        if (path.startsWith("/root/")) {
            return path.substring("/root/".length());
        }
        boolean others = path.startsWith("/home/") || path.startsWith("/Users/");
        int user = others ? path.indexOf('/', path.indexOf('/', 1) + 1) : -1;
        return user < 0 ? "" : path.substring(user + 1);
    }
}

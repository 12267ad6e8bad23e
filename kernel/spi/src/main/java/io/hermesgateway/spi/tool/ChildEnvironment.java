package io.hermesgateway.spi.tool;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a child process of a plugin may see of the gateway's environment: ordinary variables and those that somebody named
 * for it. Everything else stays here, so that keys and tokens of the gateway never reach what an agent runs.
 *
 * @param passed the names that the child may see beside the ordinary ones
 */
public record ChildEnvironment(List<String> passed) {
    private static final Set<String> ORDINARY = Set.of(
            "PATH",
            "HOME",
            "USER",
            "LOGNAME",
            "SHELL",
            "LANG",
            "LANGUAGE",
            "TZ",
            "TERM",
            "COLORTERM",
            "NO_COLOR",
            "TMPDIR",
            "TEMP",
            "TMP",
            "EDITOR",
            "VISUAL",
            "PAGER",
            "HOSTNAME",
            "DISPLAY",
            "WAYLAND_DISPLAY",
            "XDG_RUNTIME_DIR",
            "XDG_CONFIG_HOME",
            "XDG_DATA_HOME",
            "XDG_CACHE_HOME",
            "XDG_STATE_HOME",
            "DBUS_SESSION_BUS_ADDRESS",
            "JAVA_HOME",
            "MAVEN_HOME",
            "GRADLE_HOME",
            "GOPATH",
            "GOROOT",
            "GOBIN",
            "CARGO_HOME",
            "RUSTUP_HOME",
            "NVM_DIR",
            "PYENV_ROOT",
            "VIRTUAL_ENV",
            "CONDA_PREFIX",
            "PNPM_HOME",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            "REQUESTS_CA_BUNDLE",
            "CURL_CA_BUNDLE",
            "NODE_EXTRA_CA_CERTS",
            "SYSTEMROOT",
            "COMSPEC",
            "PATHEXT",
            "USERPROFILE",
            "APPDATA",
            "LOCALAPPDATA");
    private static final Set<String> PROXIES = Set.of(
            "http_proxy", "https_proxy", "no_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY");

    public ChildEnvironment {
        passed = List.copyOf(passed);
    }

    /** Takes away what the child must not see, and returns the names of it. */
    public Set<String> limit(Map<String, String> environment) {
        Set<String> dropped = new TreeSet<>();
        environment.forEach((name, value) -> {
            if (!passed.contains(name) && !ordinary(name, value)) {
                dropped.add(name);
            }
        });
        environment.keySet().removeAll(dropped);
        environment.putIfAbsent("PATH", "/usr/local/bin:/usr/bin:/bin");
        return dropped;
    }

    private static boolean ordinary(String name, String value) {
        // A proxy's address is ordinary; one with a password in it is a secret.
        return ORDINARY.contains(name) || name.startsWith("LC_") || (PROXIES.contains(name) && value.indexOf('@') < 0);
    }
}

package io.hermesgateway.tools.terminal;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a command sees of the gateway's environment: ordinary variables and those the operator names, so that keys and
 * tokens of the gateway never reach what an agent runs.
 */
final class Surroundings {
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

    private static final Logger LOG = LoggerFactory.getLogger(Surroundings.class);

    private final Set<String> passed;
    private final Supplier<Set<String>> more;

    Surroundings(List<String> passed, Supplier<Set<String>> more) {
        this.passed = Set.copyOf(passed);
        this.more = more;
    }

    void limit(Map<String, String> environment) {
        Set<String> seen = new HashSet<>(passed);
        seen.addAll(more.get());
        Set<String> dropped = new TreeSet<>();
        environment.entrySet().removeIf(entry -> {
            boolean drop = !allowed(entry.getKey(), entry.getValue(), seen);
            return drop && dropped.add(entry.getKey());
        });
        LOG.debug("not passed on to the command: {}", dropped);
        environment.putIfAbsent("PATH", "/usr/local/bin:/usr/bin:/bin");
    }

    private static boolean allowed(String name, String value, Set<String> passed) {
        if (passed.contains(name) || ORDINARY.contains(name) || name.startsWith("LC_")) {
            return true;
        }
        // A proxy's address is ordinary; one with a password in it is a secret.
        return PROXIES.contains(name) && value.indexOf('@') < 0;
    }
}

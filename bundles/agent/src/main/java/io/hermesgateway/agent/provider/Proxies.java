package io.hermesgateway.agent.provider;

import io.hermesgateway.spi.settings.Settings;
import java.net.URI;
import java.util.Locale;

/** Through which proxy an address is reached: the provider's own setting, else what the environment says. */
final class Proxies {
    private final Settings settings;

    Proxies(Settings settings) {
        this.settings = settings;
    }

    String to(URI base, String own) {
        if (!own.isEmpty()) {
            return own.equalsIgnoreCase("none") ? "" : own;
        }
        if (isNear(base) || exempt(String.valueOf(base.getHost()))) {
            return "";
        }
        return settings.find(ModelSettings.variable("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"))
                .map(String::strip)
                .orElse("");
    }

    private boolean exempt(String host) {
        String list =
                settings.find(ModelSettings.variable("NO_PROXY", "no_proxy")).orElse("");
        for (String word : list.split(",")) {
            String name = word.strip().toLowerCase(Locale.ROOT);
            String domain = name.startsWith(".") ? name.substring(1) : name;
            boolean within = host.toLowerCase(Locale.ROOT).equals(domain)
                    || host.toLowerCase(Locale.ROOT).endsWith("." + domain);
            if (name.equals("*") || (!domain.isEmpty() && within)) {
                return true;
            }
        }
        return false;
    }

    /** This machine or its own network, where models run without keys. */
    static boolean isNear(URI base) {
        String host = String.valueOf(base.getHost()).toLowerCase(Locale.ROOT);
        return host.equals("localhost")
                || host.equals("[::1]")
                || host.endsWith(".local")
                || host.endsWith(".internal")
                || (!host.contains(".") && !host.startsWith("["))
                || host.matches("(127|10)\\..*|192\\.168\\..*|172\\.(1[6-9]|2\\d|3[01])\\..*");
    }
}

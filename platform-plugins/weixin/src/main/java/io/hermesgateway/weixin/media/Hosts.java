package io.hermesgateway.weixin.media;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * The hosts that files may come from and go to: an address in a message is a stranger's wish. On the way there every
 * redirect is judged like the first address.
 */
public final class Hosts {
    private static final List<String> KNOWN =
            List.of("ilinkai.weixin.qq.com", "wx.qlogo.cn", "thirdwx.qlogo.cn", "mmbiz.qpic.cn", "mmbiz.qlogo.cn");
    private static final String CONTENT = ".cdn.weixin.qq.com";

    private final List<URI> configured;

    /** @param configured what the operator wrote down is trusted as it is, with its port */
    public Hosts(List<URI> configured) {
        this.configured = List.copyOf(configured);
    }

    public boolean allow(URI address) {
        String host = address.getHost() == null ? "" : address.getHost().toLowerCase(Locale.ROOT);
        boolean safe = "https".equals(address.getScheme()) && (address.getPort() < 0 || address.getPort() == 443);
        if (safe && (host.endsWith(CONTENT) || KNOWN.contains(host))) {
            return true;
        }
        return configured.stream().anyMatch(known -> same(known, address) || trial(known, host));
    }

    private static boolean same(URI known, URI address) {
        return String.valueOf(known.getHost()).equalsIgnoreCase(address.getHost())
                && known.getPort() == address.getPort()
                && String.valueOf(known.getScheme()).equals(address.getScheme());
    }

    private static boolean trial(URI known, String host) {
        return loopback(String.valueOf(known.getHost())) && loopback(host);
    }

    /** Somebody who tries things out on his own machine has several ports there. */
    public static boolean loopback(String host) {
        return host.equals("localhost") || host.matches("127(\\.\\d{1,3}){3}") || host.equals("[::1]");
    }
}

package io.hermesgateway.simulators.weixin;

import java.util.LinkedHashMap;
import java.util.Map;

/** The newest entries of a map; a simulated server runs for days and must not remember all of them. */
final class Recent<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    private final int most;

    Recent(int most) {
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}

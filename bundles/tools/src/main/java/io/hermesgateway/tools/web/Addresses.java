package io.hermesgateway.tools.web;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Which addresses a page may come from: those of the public network. Everything else is the inside of somebody's house,
 * of this one first: this machine, its neighbours, the metadata service of a cloud.
 */
final class Addresses {
    private Addresses() {}

    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        return address instanceof Inet4Address ? isPublic4(address.getAddress()) : isPublic6((Inet6Address) address);
    }

    private static boolean isPublic4(byte[] bytes) {
        int a = bytes[0] & 0xFF;
        int b = bytes[1] & 0xFF;
        int c = bytes[2] & 0xFF;
        boolean shared = a == 100 && b >= 64 && b < 128;
        boolean special = a == 192 && b == 0 && (c == 0 || c == 2);
        boolean bench = a == 198 && (b == 18 || b == 19 || (b == 51 && c == 100));
        boolean documents = a == 203 && b == 0 && c == 113;
        return a != 0 && a < 224 && !shared && !special && !bench && !documents;
    }

    private static boolean isPublic6(Inet6Address address) {
        byte[] bytes = address.getAddress();
        boolean local = (bytes[0] & 0xFE) == 0xFC;
        boolean global = (bytes[0] & 0xE0) == 0x20;
        boolean translated = starts(bytes, 0x00, 0x64, 0xFF, 0x9B);
        if (local || (!global && !translated)) {
            return false;
        }
        boolean sixToFour = starts(bytes, 0x20, 0x02);
        boolean teredo = starts(bytes, 0x20, 0x01, 0x00, 0x00) || starts(bytes, 0x20, 0x01, 0x0D, 0xB8);
        // An address that carries one of the older kind is as public as that one.
        int from = translated ? 12 : 2;
        return !teredo && ((!translated && !sixToFour) || isPublic(carried(bytes, from)));
    }

    private static boolean starts(byte[] bytes, int... wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if ((bytes[i] & 0xFF) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static InetAddress carried(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
        } catch (UnknownHostException never) {
            throw new IllegalStateException(never);
        }
    }
}

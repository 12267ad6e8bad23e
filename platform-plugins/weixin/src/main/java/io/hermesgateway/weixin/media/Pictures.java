package io.hermesgateway.weixin.media;

/** Tells pictures apart by how they begin: their messages do not say. */
final class Pictures {
    private Pictures() {}

    static String type(byte[] bytes) {
        if (begins(bytes, 0xFF, 0xD8)) {
            return "image/jpeg";
        }
        if (begins(bytes, 0x89, 'P', 'N', 'G')) {
            return "image/png";
        }
        if (begins(bytes, 'G', 'I', 'F')) {
            return "image/gif";
        }
        return begins(bytes, 'R', 'I', 'F', 'F') ? "image/webp" : "application/octet-stream";
    }

    private static boolean begins(byte[] bytes, int... with) {
        if (bytes.length < with.length) {
            return false;
        }
        for (int i = 0; i < with.length; i++) {
            if ((bytes[i] & 0xFF) != with[i]) {
                return false;
            }
        }
        return true;
    }
}

package io.hermesgateway.simulators.weixin;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The CDN: encrypted bytes under a reference, and the permissions to put some there. The oldest bytes go when it is full. */
final class MediaStore {
    /** What a bot announced before it uploads. */
    record Upload(Pair pair, int type, String fileKey, long plainSize, String md5, long size, String key) {}

    /** Encrypted bytes; those of people were announced by nobody. */
    static final class Blob {
        private final byte[] data;
        private final Optional<Upload> upload;

        private Blob(byte[] data, Optional<Upload> upload) {
            this.data = data;
            this.upload = upload;
        }

        byte[] data() {
            return data;
        }

        Optional<Upload> upload() {
            return upload;
        }
    }

    private final Randomness random;
    private final long most;
    private final Map<String, Upload> allowed = new Recent<>(10_000);
    private final Map<String, Blob> blobs = new LinkedHashMap<>();
    private long size;

    MediaStore(Randomness random, long most) {
        this.random = random;
        this.most = most;
    }

    String allow(Upload upload) {
        String parameter = random.opaque("UP");
        allowed.put(parameter, upload);
        return parameter;
    }

    Optional<Upload> allowed(String parameter) {
        return Optional.ofNullable(allowed.get(parameter));
    }

    String keep(byte[] data, Optional<Upload> upload) {
        String reference = random.opaque("DL");
        blobs.put(reference, new Blob(data, upload));
        size += data.length;
        Iterator<Blob> oldest = blobs.values().iterator();
        while (size > most && blobs.size() > 1) {
            size -= oldest.next().data().length;
            oldest.remove();
        }
        return reference;
    }

    Optional<Blob> find(String reference) {
        return Optional.ofNullable(blobs.get(reference));
    }
}

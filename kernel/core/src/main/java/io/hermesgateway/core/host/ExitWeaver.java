package io.hermesgateway.core.host;

import io.hermesgateway.core.host.exit.Exit;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.osgi.framework.hooks.weaving.WeavingHook;
import org.osgi.framework.hooks.weaving.WovenClass;

/**
 * Points each {@code System.exit} in a plugin's class at {@link Exit}: only the constant pool changes, where a method
 * reference names its class. {@code Runtime.exit}, {@code halt}, reflection and native code are not covered.
 */
final class ExitWeaver implements WeavingHook {
    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int METHOD = 10;
    private static final int[] SIZES = {0, 0, 0, 4, 4, 8, 8, 2, 2, 4, 4, 4, 4, 0, 0, 3, 2, 4, 4, 2, 2};
    private static final byte[] SYSTEM = "java/lang/System".getBytes(StandardCharsets.UTF_8);
    private static final byte[] EXIT = "exit".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OURS = Exit.class.getName().replace('.', '/').getBytes(StandardCharsets.UTF_8);

    @Override
    public void weave(WovenClass woven) {
        Pool pool = new Pool(woven.getBytes().clone());
        if (pool.pointExitsAt(pool.at.length)) {
            woven.setBytes(pool.withOurClass());
            woven.getDynamicImports().add(Exit.class.getPackageName());
        }
    }

    /** The constant pool of one class file. */
    private static final class Pool {
        private final byte[] file;
        private final ByteBuffer bytes;
        private final int[] at;
        private final int end;

        Pool(byte[] file) {
            this.file = file;
            bytes = ByteBuffer.wrap(file);
            at = new int[u2(8)];
            int position = 10;
            for (int i = 1; i < at.length; i++) {
                at[i] = position;
                int tag = bytes.get(position);
                position += tag == UTF8 ? 3 + u2(position + 1) : 1 + SIZES[tag];
                i += tag == LONG || tag == DOUBLE ? 1 : 0;
            }
            end = position;
        }

        /** The entry after the last will be our name, and the one after that our class. */
        boolean pointExitsAt(int ourName) {
            boolean found = false;
            for (int position : at) {
                if (position != 0 && bytes.get(position) == METHOD && isExit(position)) {
                    bytes.putShort(position + 1, (short) (ourName + 1));
                    found = true;
                }
            }
            return found;
        }

        private boolean isExit(int method) {
            int owner = at[u2(method + 1)];
            int nameAndType = at[u2(method + 3)];
            return isText(at[u2(owner + 1)], SYSTEM) && isText(at[u2(nameAndType + 1)], EXIT);
        }

        private boolean isText(int position, byte[] text) {
            return Arrays.equals(file, position + 3, position + 3 + u2(position + 1), text, 0, text.length);
        }

        byte[] withOurClass() {
            ByteBuffer out = ByteBuffer.allocate(file.length + 3 + OURS.length + 3);
            out.put(file, 0, 8).putShort((short) (at.length + 2)).put(file, 10, end - 10);
            out.put((byte) UTF8).putShort((short) OURS.length).put(OURS);
            out.put((byte) CLASS).putShort((short) at.length);
            return out.put(file, end, file.length - end).array();
        }

        private int u2(int position) {
            return Short.toUnsignedInt(bytes.getShort(position));
        }
    }
}

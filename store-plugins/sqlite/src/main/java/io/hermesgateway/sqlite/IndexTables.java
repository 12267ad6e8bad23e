package io.hermesgateway.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * The tables behind the header of a log's index, which have no checksums of their own. Each block lists the pages of its
 * frames, and says by the number of a page, with open addressing, in which frame it is.
 */
final class IndexTables {
    private static final int BLOCK = 32_768;
    private static final int LISTED = 4_096;
    private static final int SLOTS = 8_192;
    private static final int SPREAD = 383;
    /** The header takes the room of some frames in the first block. */
    private static final int LISTED_FIRST = LISTED - 34;

    private final FileChannel index;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.nativeOrder());
    private final int[] slotOf = new int[LISTED + 1];

    IndexTables(FileChannel index) {
        this.index = index;
    }

    /** Whether every frame is listed with its page and found by it. Behind them may be some that are not committed. */
    boolean agree(LoggedPages pages, int frames) throws IOException {
        int before = 0;
        for (int number = 0; before < frames; number++) {
            block.clear();
            if (index.read(block, (long) number * BLOCK) != BLOCK) {
                return false;
            }
            int room = number == 0 ? LISTED_FIRST : LISTED;
            int here = Math.min(room, frames - before);
            if (!lists(pages, before, here, LISTED - room) || !finds(pages, before, here, room)) {
                return false;
            }
            before += here;
        }
        return true;
    }

    private boolean lists(LoggedPages pages, int before, int here, int skipped) {
        for (int i = 1; i <= here; i++) {
            if (block.getInt((skipped + i - 1) * Integer.BYTES) != pages.of(before + i)) {
                return false;
            }
        }
        return true;
    }

    /** A frame is found when no slot between that of its page and its own is empty. */
    private boolean finds(LoggedPages pages, int before, int here, int room) {
        Arrays.fill(slotOf, -1);
        int full = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            int frame = at(slot);
            if (frame > room) {
                return false;
            }
            if (frame > 0) {
                full++;
                slotOf[frame] = slot;
            }
        }
        return full <= room && reached(pages, before, here);
    }

    private boolean reached(LoggedPages pages, int before, int here) {
        int run = 0;
        for (int slot = SLOTS - 1; slot >= 0 && at(slot) != 0; slot--) {
            run++;
        }
        int reached = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            int frame = at(slot);
            run = frame == 0 ? 0 : run + 1;
            if (frame != 0 && frame <= here && slotOf[frame] == slot) {
                int wanted = (pages.of(before + frame) * SPREAD) & (SLOTS - 1);
                reached += ((slot - wanted) & (SLOTS - 1)) < run ? 1 : 0;
            }
        }
        return reached == here;
    }

    private int at(int slot) {
        return Short.toUnsignedInt(block.getShort(BLOCK / 2 + slot * Short.BYTES));
    }
}

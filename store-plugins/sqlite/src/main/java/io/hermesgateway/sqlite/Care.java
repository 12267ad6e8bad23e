package io.hermesgateway.sqlite;

import java.sql.SQLException;

/** Who looks after the health of a database file. {@link DatabaseFile} says when something is to be looked at. */
public interface Care {
    /** Trusts every file and mends nothing. */
    Care NONE = new Care() {
        @Override
        public void beforeOpen(DatabaseFile file) {
            // Whatever is wrong shows at the first statement.
        }

        @Override
        public boolean failed(DatabaseFile file, SQLException failure) {
            return false;
        }
    };

    /**
     * The file is about to be opened, at the start and after each {@link DatabaseFile#whileClosed}. No connection of this
     * process is open, so the file and its sidecars may be read, moved away and replaced. A missing file is created
     * empty afterwards. Called by one thread at a time.
     */
    void beforeOpen(DatabaseFile file);

    /**
     * Opening failed, a statement failed, or the file is not the one that was opened ({@link DatabaseFile#SWAPPED}).
     * Called on the thread of whoever wanted something, after its transaction was rolled back and with no connection in
     * its hands, by many threads at once; so what takes long belongs on a thread of its own, which calls
     * {@link DatabaseFile#whileClosed}.
     *
     * @return true when the file is well by now and the call should be made once more
     */
    boolean failed(DatabaseFile file, SQLException failure);

    /** The file and its sidecars are open now. Called by one thread at a time. */
    default void opened(DatabaseFile file) {}

    /** The file was closed in an orderly way, everything in it, no sidecar left behind. */
    default void closed(DatabaseFile file) {}
}

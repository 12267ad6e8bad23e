package io.hermesgateway.sqlite;

import io.hermesgateway.spi.sql.Databases.Migration;
import java.util.List;

/**
 * How a database came to be.
 *
 * @param applicationId the mark in the header of a file that is ours
 * @param adopts whether a file without a mark is taken over: one that this program's forerunner made
 * @param migrations in order, of one dialect
 */
public record Schema(int applicationId, boolean adopts, List<Migration> migrations) {
    /** "HGW1". */
    public static final int OURS = 0x48475731;

    public static final String DIALECT = "sqlite";

    public Schema {
        migrations = migrations.stream()
                .filter(step -> step.dialect().equals(DIALECT))
                .toList();
        for (int i = 1; i < migrations.size(); i++) {
            if (migrations.get(i).version() <= migrations.get(i - 1).version()) {
                throw new IllegalArgumentException("migrations must be in order");
            }
        }
    }

    public int newest() {
        return migrations.isEmpty() ? 0 : migrations.get(migrations.size() - 1).version();
    }
}

#include <sqlite3.h>

// What SQLite takes as variable arguments, which Swift cannot pass.

/// Has SQLite count no memory, so that threads do not wait for each other; before the first database is opened.
static inline void csqlite_count_no_memory(void) { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

/// Gives a database room for the small things that long statements are parsed into.
static inline void csqlite_reserve_small_memory(sqlite3 *database) {
    sqlite3_db_config(database, SQLITE_DBCONFIG_LOOKASIDE, 0, 1024, 4000);
}

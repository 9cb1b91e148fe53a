// The layouts of two binary interfaces, for reading what database drivers hand over: the Arrow C data and stream
// interfaces (https://arrow.apache.org/docs/format/CDataInterface.html) and the table of functions of an ADBC 1.1.0
// driver (https://arrow.apache.org/adbc/current/format/specification.html). Facts alone: names, types and order; the
// meaning of each is told there. `layout.c` checks the sizes.
#ifndef CARROW_H
#define CARROW_H

#include <stddef.h>
#include <stdint.h>

// MARK: Arrow

struct ArrowSchema {
  const char *format;
  const char *name;
  const char *metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema **children;
  struct ArrowSchema *dictionary;
  void (*release)(struct ArrowSchema *);
  void *private_data;
};

struct ArrowArray {
  int64_t length;
  // -1: not counted.
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void **buffers;
  struct ArrowArray **children;
  struct ArrowArray *dictionary;
  void (*release)(struct ArrowArray *);
  void *private_data;
};

struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *);
  // The end is an array without `release`.
  int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *);
  const char *(*get_last_error)(struct ArrowArrayStream *);
  void (*release)(struct ArrowArrayStream *);
  void *private_data;
};

// MARK: ADBC

typedef uint8_t AdbcStatusCode;

struct AdbcError {
  char *message;
  int32_t vendor_code;
  char sqlstate[5];
  void (*release)(struct AdbcError *);
  // Since 1.1.0, filled where `vendor_code` is INT32_MIN before the call.
  void *private_data;
  void *private_driver;
};

// A database, a connection and a statement have the same form: what the driver keeps of them, and the driver.
struct AdbcObject {
  void *private_data;
  void *private_driver;
};

typedef AdbcStatusCode (*AdbcObjectFunction)(struct AdbcObject *, struct AdbcError *);
typedef AdbcStatusCode (*AdbcOptionFunction)(struct AdbcObject *, const char *key, const char *value,
                                             struct AdbcError *);
// A function that is not called from here.
typedef void *AdbcUnusedFunction;

struct AdbcDriver {
  void *private_data;
  void *private_manager;
  AdbcStatusCode (*release)(struct AdbcDriver *, struct AdbcError *);

  AdbcObjectFunction DatabaseInit;
  AdbcObjectFunction DatabaseNew;
  AdbcOptionFunction DatabaseSetOption;
  AdbcObjectFunction DatabaseRelease;

  AdbcObjectFunction ConnectionCommit;
  AdbcStatusCode (*ConnectionGetInfo)(struct AdbcObject *, const uint32_t *codes, size_t count,
                                      struct ArrowArrayStream *, struct AdbcError *);
  AdbcStatusCode (*ConnectionGetObjects)(struct AdbcObject *, int depth, const char *catalog, const char *schema,
                                         const char *table, const char **table_types, const char *column,
                                         struct ArrowArrayStream *, struct AdbcError *);
  AdbcStatusCode (*ConnectionGetTableSchema)(struct AdbcObject *, const char *catalog, const char *schema,
                                             const char *table, struct ArrowSchema *, struct AdbcError *);
  AdbcUnusedFunction ConnectionGetTableTypes;
  AdbcStatusCode (*ConnectionInit)(struct AdbcObject *connection, struct AdbcObject *database, struct AdbcError *);
  AdbcObjectFunction ConnectionNew;
  AdbcOptionFunction ConnectionSetOption;
  AdbcUnusedFunction ConnectionReadPartition;
  AdbcObjectFunction ConnectionRelease;
  AdbcObjectFunction ConnectionRollback;

  AdbcUnusedFunction StatementBind;
  AdbcStatusCode (*StatementBindStream)(struct AdbcObject *, struct ArrowArrayStream *, struct AdbcError *);
  AdbcStatusCode (*StatementExecuteQuery)(struct AdbcObject *, struct ArrowArrayStream *, int64_t *rows,
                                          struct AdbcError *);
  AdbcUnusedFunction StatementExecutePartitions;
  AdbcUnusedFunction StatementGetParameterSchema;
  AdbcStatusCode (*StatementNew)(struct AdbcObject *connection, struct AdbcObject *statement, struct AdbcError *);
  AdbcObjectFunction StatementPrepare;
  AdbcObjectFunction StatementRelease;
  AdbcOptionFunction StatementSetOption;
  AdbcStatusCode (*StatementSetSqlQuery)(struct AdbcObject *, const char *, struct AdbcError *);
  AdbcUnusedFunction StatementSetSubstraitPlan;

  // Since 1.1.0: a driver of 1.0.0 fills what stands above.
  AdbcUnusedFunction ErrorGetDetailCount;
  AdbcUnusedFunction ErrorGetDetail;
  const struct AdbcError *(*ErrorFromArrayStream)(struct ArrowArrayStream *, AdbcStatusCode *);
  AdbcUnusedFunction DatabaseGetOption;
  AdbcUnusedFunction DatabaseGetOptionBytes;
  AdbcUnusedFunction DatabaseGetOptionDouble;
  AdbcUnusedFunction DatabaseGetOptionInt;
  AdbcUnusedFunction DatabaseSetOptionBytes;
  AdbcUnusedFunction DatabaseSetOptionDouble;
  AdbcUnusedFunction DatabaseSetOptionInt;
  AdbcObjectFunction ConnectionCancel;
  AdbcUnusedFunction ConnectionGetOption;
  AdbcUnusedFunction ConnectionGetOptionBytes;
  AdbcUnusedFunction ConnectionGetOptionDouble;
  AdbcUnusedFunction ConnectionGetOptionInt;
  AdbcUnusedFunction ConnectionGetStatistics;
  AdbcUnusedFunction ConnectionGetStatisticNames;
  AdbcUnusedFunction ConnectionSetOptionBytes;
  AdbcUnusedFunction ConnectionSetOptionDouble;
  AdbcUnusedFunction ConnectionSetOptionInt;
  AdbcObjectFunction StatementCancel;
  AdbcStatusCode (*StatementExecuteSchema)(struct AdbcObject *, struct ArrowSchema *, struct AdbcError *);
  AdbcUnusedFunction StatementGetOption;
  AdbcUnusedFunction StatementGetOptionBytes;
  AdbcUnusedFunction StatementGetOptionDouble;
  AdbcUnusedFunction StatementGetOptionInt;
  AdbcUnusedFunction StatementSetOptionBytes;
  AdbcUnusedFunction StatementSetOptionDouble;
  AdbcUnusedFunction StatementSetOptionInt;
};

// What a driver's library is entered by; `driver` is an `AdbcDriver` of the version that is asked for.
typedef AdbcStatusCode (*AdbcDriverInitFunction)(int version, void *driver, struct AdbcError *);

enum {
  ADBC_VERSION_1_0_0 = 1000000,
  ADBC_VERSION_1_1_0 = 1001000,
};

enum {
  ADBC_STATUS_OK = 0,
  ADBC_STATUS_UNKNOWN = 1,
  ADBC_STATUS_NOT_IMPLEMENTED = 2,
  ADBC_STATUS_NOT_FOUND = 3,
  ADBC_STATUS_ALREADY_EXISTS = 4,
  ADBC_STATUS_INVALID_ARGUMENT = 5,
  ADBC_STATUS_INVALID_STATE = 6,
  ADBC_STATUS_INVALID_DATA = 7,
  ADBC_STATUS_INTEGRITY = 8,
  ADBC_STATUS_INTERNAL = 9,
  ADBC_STATUS_IO = 10,
  ADBC_STATUS_CANCELLED = 11,
  ADBC_STATUS_TIMEOUT = 12,
  ADBC_STATUS_UNAUTHENTICATED = 13,
  ADBC_STATUS_UNAUTHORIZED = 14,
};

enum {
  ADBC_OBJECT_DEPTH_ALL = 0,
  ADBC_OBJECT_DEPTH_CATALOGS = 1,
  ADBC_OBJECT_DEPTH_DB_SCHEMAS = 2,
  ADBC_OBJECT_DEPTH_TABLES = 3,
};

#endif

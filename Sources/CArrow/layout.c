// The published sizes on machines of 64 bits: a field too many or too few shows here.
#include "CArrow.h"

_Static_assert(sizeof(struct ArrowSchema) == 72, "ArrowSchema");
_Static_assert(sizeof(struct ArrowArray) == 80, "ArrowArray");
_Static_assert(sizeof(struct ArrowArrayStream) == 40, "ArrowArrayStream");
_Static_assert(sizeof(struct AdbcError) == 48, "AdbcError");
_Static_assert(sizeof(struct AdbcObject) == 16, "AdbcObject");
_Static_assert(sizeof(struct AdbcDriver) == 464, "AdbcDriver");
_Static_assert(offsetof(struct AdbcDriver, ErrorGetDetailCount) == 232, "AdbcDriver of 1.0.0");
_Static_assert(offsetof(struct AdbcDriver, StatementExecuteQuery) == 160, "StatementExecuteQuery");
_Static_assert(offsetof(struct AdbcDriver, StatementNew) == 184, "StatementNew");
_Static_assert(offsetof(struct AdbcDriver, StatementSetSqlQuery) == 216, "StatementSetSqlQuery");
_Static_assert(offsetof(struct AdbcDriver, ConnectionCancel) == 312, "ConnectionCancel");
_Static_assert(offsetof(struct AdbcDriver, StatementCancel) == 392, "StatementCancel");
_Static_assert(offsetof(struct AdbcDriver, StatementExecuteSchema) == 400, "StatementExecuteSchema");

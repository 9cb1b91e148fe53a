import Model
import Testing

@testable import Warehouse

struct FunctionFormTests {
    /// A new function is said in SQL, or it is decided here that it is computed over groups.
    @Test func everyFunctionIsSaidInSQLOrComputedHere() {
        let here: Set<String> = [
            "months", "minutes", "period_start", "add_minutes", "add_months", "lower", "upper", "trim", "length",
            "left", "right", "starts_with", "ends_with", "replace", "number", "sqrt", "ln", "exp", "power", "least",
            "greatest", "is_won", "is_lost", "fraction",
        ]
        #expect(Set(Functions.all.map(\.name)) == Set(sqlForms.keys).union(here))
        #expect(here.isDisjoint(with: sqlForms.keys))
    }
}

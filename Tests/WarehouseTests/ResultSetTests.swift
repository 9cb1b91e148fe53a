import Testing

@testable import Warehouse

struct ResultSetTests {
    @Test func aResultWithoutColumnsHasNoRows() {
        #expect(ResultSet(names: [], columns: []).rowCount == 0)
    }
}

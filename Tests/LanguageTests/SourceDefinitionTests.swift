import Testing
import Values

@testable import Language

/// `source`, and the clauses of a dataset that change rows.
@Suite struct SourceDefinitionTests {
    private static let layout = """
        source house "house ledger" with dates dmy {
          needs order_no | number, customer
          also `net amount`, region
          unless lineitem_name
          trim "BU - *", "* [x]"
          gives orders {
            rename order_no | number as order
            drop rows where order = missing or order like "Sum*"
            fill region, customer down per order
            merge rows per order, region adding net, tax
            stages state
            key order
          }
          gives history {
            unpivot "Date ""*"" (*)" | "On *" as stage, day after before
          }
          gives plain
        }
        """

    @Test func readsAndPrints() throws {
        let parsed = parseScript(Self.layout)
        #expect(parsed.diagnostics == [])
        let statement = try #require(parsed.statements.first)
        #expect(printed(statement) == Self.layout)
        guard case .source(let source) = statement.kind else {
            Issue.record("no source")
            return
        }
        #expect(source.name.text == "house")
        #expect(source.title == "house ledger")
        let needs = source.clauses.first.map(\.kind)
        #expect(
            needs
                == .needs([
                    [Name([.init("order_no")], span: .none), Name([.init("number")], span: .none)],
                    [Name([.init("customer")], span: .none)],
                ]))
        let dataset = "dataset a from \"b.csv\" as house.orders with skip 2, section 3 {\n  drop rows where x > 1\n}"
        #expect(try printed(#require(parseScript(dataset).statements.first)) == dataset)
    }

    @Test(arguments: [
        ("source a { needs }", "column"),
        ("source a { trim \"no star\" }", "*"),
        ("source a { gives b { unpivot \"x *\" as y } }", "values"),
        ("source a { wants b }", "clauses are"),
        ("source a { needs b", "still open"),
        ("dataset a from \"b\" { drop where x }", "rows"),
        ("dataset a from \"b\" { merge rows x }", "per"),
        ("dataset a from \"b\" { fill x per y }", "down"),
    ])
    func saysWhatIsMissing(text: String, told: String) throws {
        let errors = parseScript(text).diagnostics
        let all = errors.map { ([$0.message] + $0.reason + $0.remedies).joined(separator: " ") }.joined(separator: " ")
        #expect(errors.count > 0)
        #expect(all.contains(told), "\(all)")
    }
}

import Language
import Model
import Testing

@testable import Shell

@Suite("The call that a cursor stands in")
struct OpenCallTests {
    private func call(_ text: String) -> OpenCall? { OpenCall(in: text, before: text.utf8.count) }

    @Test(arguments: [
        ("show churned(", "churned"), ("show sum(abs(x) + min(", "min"), ("show sum(abs(x) ", "sum"),
        ("show count(deals where name = \"a (b\" and ", "count"), ("show SUM(é", "sum"),
    ])
    func innermost(_ text: String, _ name: String) {
        #expect(call(text)?.name == name)
    }

    @Test(arguments: ["show mrr", "show sum(x)", "show (", "show sum(x; show ", "show \"sum(", ""])
    func none(_ text: String) {
        #expect(call(text) == nil)
    }

    @Test func parts() throws {
        #expect(call("show churned(subscriptions.mrr ")?.part == .argument)
        #expect(call("show churned(subscriptions.mrr per ")?.part == .entity)
        #expect(call("show churned(subscriptions.mrr per account where ")?.part == .other)
        #expect(call("show churned(subscriptions.mrr per ")?.datasets == ["subscriptions"])
        #expect(call("show churned(")?.wantsNumber == true)
        #expect(call("show sum(deals.amount where ")?.wantsNumber == false)
        #expect(call("show count(")?.wantsNumber == false)
    }

    @Test func whatItTakes() {
        #expect(call("show previous(")?.takes(.metric) == true)
        #expect(call("show previous(")?.takes(.column) == false)
        #expect(call("show churned(")?.takes(.metric) == false)
        #expect(call("show churned(")?.takes(.column) == true)
        #expect(call("show count(")?.takes(.dataset) == true)
        #expect(call("show sum(")?.takes(.dataset) == false)
    }

    @Test("Every function, aggregate, movement and time function has its help")
    func help() {
        for name in ["days", "sum", "churned", "moved_in", "previous", "rolling", "conversion", "convert"] {
            #expect(CallHelp.named(name)?.lines.count ?? 0 > 1, "\(name)")
        }
        for call in CallHelp.all {
            #expect(call.topic == nil || HelpTopic.named(call.topic ?? "") != nil, "\(call.name)")
        }
        #expect(HelpTopic.named("vs")?.name == "vs")
        #expect(HelpTopic.named("target")?.name == "target")
    }
}

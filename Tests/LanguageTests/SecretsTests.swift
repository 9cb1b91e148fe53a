import Testing

@testable import Language

@Suite struct SecretsTests {
    @Test(arguments: [
        ("load \"postgres://ann:hunter2@db.example/sales\"", "load \"postgres://ann:***@db.example/sales\""),
        ("load \"postgres://ann:p@ss:w@db/x?a=b@c\"", "load \"postgres://ann:***@db/x?a=b@c\""),
        ("connect w = \"Server=a;Password=hunter 2;Port=1\"", "connect w = \"Server=a;Password=***;Port=1\""),
        ("connect w = \"host=a pwd=x;db=y\"", "connect w = \"host=a pwd=***;db=y\""),
        ("connect w = snowflake password 'it''s' role r", "connect w = snowflake password '***' role r"),
        ("load \"https://x.example/d.csv?api_key=abc&b=1\"", "load \"https://x.example/d.csv?api_key=***&b=1\""),
        ("let my_token = \"abc\"", "let my_token = \"***\""),
        ("set access-key abc", "set access-key ***"),
        (
            "connect w with header \"Authorization: Bearer abc.def\"",
            "connect w with header \"Authorization: Bearer ***\""
        ),
        ("load \"x\" # ghp_abcdefghij0123456789", "load \"x\" # ***"),
        ("let k = AKIAABCDEFGHIJKLMNOP", "let k = ***"),
        ("connect w = x password \"a\" token b", "connect w = x password \"***\" token ***"),
        ("PASSWORD: \"x\"", "PASSWORD: \"***\""),
        (
            "connect w = adbc \"postgresql\" { uri \"postgresql://me:hush@db\"; password \"hush\" }",
            "connect w = adbc \"postgresql\" { uri \"postgresql://me:***@db\"; password \"***\" }"
        ),
    ])
    func secretsAreReplaced(text: String, kept: String) { #expect(Secrets.hidden(text) == kept) }

    @Test(arguments: [
        "show tokens by secretary where token_count > 5", "show bookings where team = token",
        "show bookings by region for 2017 vs last year", "load \"https://example.com/a:b/c.csv\"",
        "show basic subscriptions_2026", "rows deals where secret is missing", "", "\"", "token", "token =", "://",
        "a://b@",
        "connect w = adbc \"x\" { uri \"p://me:{{ env_var(CRM) }}@db\"; password env(\"CRM\") }", "describe password",
        "metric x \"Price: net\" = sum(amount)",
    ])
    func otherTextsStayAsTheyAre(text: String) { #expect(Secrets.hidden(text) == text) }

    @Test func whatIsWrongWithAConnectionIsShownWithoutItsPassword() {
        let source = "connect w = adbc \"postgresql\" { uri \"postgresql://me:hush@db\""
        let text = parseScript(source).diagnostics.map { drawn($0, source: source, name: nil) }.joined()
        #expect(text.contains("postgresql://me:****@db") && !text.contains("hush"))
    }
}

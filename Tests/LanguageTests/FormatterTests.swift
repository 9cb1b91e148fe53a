import Testing
import Values

@testable import Language

@Suite struct FormatterTests {
    @Test func commentsAndParagraphsStay() throws {
        let script = """
            #!/usr/bin/env quaestor
            # The board.


            LOAD 'deals.csv'   # everything detected
            let x=10k;  let y = 2.5M
            dataset d from "d.csv" {   # the deals
              key id
              # when they close

              time close_date  # the axis
              # nothing else
            }

            show a   # bookings
               by b # teams
               # only the big ones
               where c>1_000
            # the end
            """
        let expected = """
            #!/usr/bin/env quaestor
            # The board.

            load "deals.csv"  # everything detected
            let x = 10k
            let y = 2.5M
            dataset d from "d.csv" {  # the deals
              key id
              # when they close
              time close_date  # the axis
              # nothing else
            }

            show a  # bookings
              by b  # teams
              # only the big ones
              where c > 1_000
            # the end

            """
        #expect(try formatted(script: script) == expected)
        #expect(try formatted(script: expected) == expected)
    }

    @Test func commentsStayWithCohortsAndTargets() throws {
        let script = """
            COHORT avg(m by month over 12 months) per account   # who stays
              # quarters are enough
              by quarter  by segment  # and where
              for 2025
            target bookings by team from 't.csv' {
              time month   # the first of it
              value goal
            }   # from the board
            dataset d from "d.csv" { money amount in currency  # as paid
            }
            # the end
            """
        let expected = """
            cohort avg(m by month over 12 months) per account  # who stays
              # quarters are enough
              by quarter, segment  # and where
              for 2025
            target bookings by team from "t.csv" { time month; value goal }  # the first of it  # from the board
            dataset d from "d.csv" {
              money amount in currency  # as paid
            }
            # the end

            """
        #expect(try formatted(script: script) == expected)
        #expect(try formatted(script: expected) == expected)
    }

    @Test func longQuestionsAreBroken() throws {
        let fits = "show " + String(repeating: "a", count: 90) + " by b"
        #expect(fits.count == 100)
        #expect(try formatted(script: fits) == fits + "\n")
        #expect(
            try formatted(script: "save s = " + fits + "b")
                == "save s = show \(String(repeating: "a", count: 90))\n  by bb\n")
        #expect(
            try formatted(script: "metric " + fits.dropFirst(5).prefix(90) + " \"T\" = b + c as percent")
                == "metric \(String(repeating: "a", count: 90)) \"T\" =\n  b + c as percent\n")
    }

    @Test func separatorsOnlyWhereNeeded() throws {
        #expect(try formatted(script: "help; show a; quit;") == "help;\nshow a\nquit\n")
        #expect(printed(parseScript("help; show a; help").statements) == "help;\nshow a\nhelp\n")
    }

    @Test func aScriptWithErrorsIsNotTouched() {
        #expect(throws: Diagnostics.self) { try formatted(script: "show a\nshow b c") }
    }

    @Test func emptyScripts() throws {
        #expect(try formatted(script: "") == "")
        #expect(try formatted(script: "\n\n") == "")
        #expect(try formatted(script: "\n# only this") == "# only this\n")
    }
}

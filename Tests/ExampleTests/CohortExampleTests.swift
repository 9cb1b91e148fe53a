import Testing

/// Triangles over CDNOW's 69,659 purchases of 23,570 customers, computed in SQL from the same rows.
@Suite(
    "Cohorts of CDNOW", .enabled(if: Places.shared != nil, Comment(rawValue: Places.sharedIsMissing)))
struct CohortExampleTests {
    private func check(_ expected: Expected...) throws {
        let definitions = """
            set today 1998-06-30
            dataset purchases from "CDNOW_master.txt" { time date }
            """
        try ExampleTests.check(
            expected,
            in: session(#require(Places.shared).appendingPathComponent("cdnow"), defining: definitions))
    }

    @Test func buyers() throws {
        try check(
            Expected(
                "cohort count(distinct purchases.customer_id) by month",
                [
                    "1997-01|7846|7846|1157|964|810|679|736|720|582|559|594|673|634|528|511|664|472|497|498",
                    "1997-02|8476|8476|1312|980|783|847|786|626|619|666|721|661|545|568|718|545|548|551|—",
                    "1997-03|7248|7248|1032|752|756|674|564|561|579|634|569|464|472|678|420|443|457|—|—",
                ]))
    }

    @Test func revenueAndOrders() throws {
        try check(
            Expected(
                "cohort sum(purchases.dollar_value) per customer_id by month for 1997-03",
                [
                    """
                    1997-03|7248|279884.49|52921.29|34653.18|35432.90|37874.29|27255.60|25301.87|25221.94|37164.77|\
                    27746.81|23106.79|24062.96|35168.34|19209.45|20031.91|21509.67
                    """
                ]),
            Expected(
                "cohort count(purchases) per customer_id by month for 1997-01",
                ["1997-01|7846|8928|1627|1329|1091|904|976|994|785|766|906|936|855|684|663|924|617|659|707"]),
            Expected(
                "cohort avg(purchases.dollar_value) per customer_id by month for 1997-02 to 1997-03",
                [
                    """
                    1997-02|8476|33.027303|35.866493|37.824654|36.939788|34.806020|40.711489|38.699073|36.045098|\
                    35.435076|41.302170|39.111256|36.412328|37.698207|37.807289|34.386223|35.982382|37.056301
                    """,
                    """
                    1997-03|7248|32.834877|38.127731|36.324088|36.528763|42.699312|37.542149|35.337807|34.083703|\
                    42.522620|35.894968|37.149180|38.377927|39.119399|36.040244|34.360051|35.969348|—
                    """,
                ]))
    }
}

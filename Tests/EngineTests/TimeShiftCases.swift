/// The questions of `TimeShiftTests` and their lines.
extension TimeShiftTests {
    static let sumsRatiosAndDistinctCountsCases = [
        TimeCase(
            question: """
                show units, previous(units), year_ago(units), ytd(units), qtd(units), rolling(units, 3 months),
                  running(units) by month for 2024-04 to 2024-06
                """,
            lines: [
                "2024-04 | 183 | 190 | 175 | 726 | 183 | 540 | 183",
                "2024-05 | 186 | 183 | 188 | 912 | 369 | 559 | 369",
                "2024-06 | 177 | 186 | 180 | 1089 | 546 | 546 | 546",
                "Total | 546 | 543 | 543 | 1089 | 546 | 546 | 546",
            ]),
        TimeCase(
            question: """
                show price, previous(price), year_ago(price), ytd(price), rolling(price, 3 months), running(price)
                  by month for 2024-01 to 2024-03
                """,
            lines: [
                "2024-01 | 15.8897849462 | 14.65234375 | 14.0486111111 | 15.8897849462 | 14.8595706619 | 15.8897849462",
                "2024-02 | 16.7305389222 | 15.8897849462 | 15.7648809524 | 16.2875354108 | 15.7114678899 | 16.2875354108",
                "2024-03 | 13.8447368421 | 16.7305389222 | 15.1145833333 | 15.4327808471 | 15.4327808471 | 15.4327808471",
                "Total | 15.4327808471 | 14.291218638 | 14.9615740741 | 15.4327808471 | 15.4327808471 | 15.4327808471",
            ]),
        TimeCase(
            question: """
                show buyers, previous(buyers), ytd(buyers), rolling(buyers, 2 months), rolling(buyers, 7 days),
                  running(buyers) by month for 2024-02 to 2024-04
                """,
            lines: [
                "2024-02 | 9 | 9 | 9 | 9 | 4 | 9",
                "2024-03 | 9 | 9 | 9 | 9 | 7 | 9",
                "2024-04 | 9 | 9 | 9 | 9 | 5 | 9",
                "Total | 9 | 9 | 9 | 9 | 5 | 9",
            ]),
        TimeCase(
            question: "show rate, previous(rate), year_ago(rate), rolling(rate, 2 quarters) by quarter for 2024-H1",
            lines: [
                "2024-Q1 | 1.9052631579 | 1.9175257732 | 1.8947368421 | 1.9114583333",
                "2024-Q2 | 1.8571428571 | 1.9052631579 | 1.822147651 | 1.8808290155",
                "Total | 1.8808290155 | 1.921875 | 1.8576329331 | 1.8808290155",
            ]),
        TimeCase(
            question:
                "show units - previous(units) as delta, units / year_ago(units) - 1 as growth by quarter for 2024",
            lines: [
                "2024-Q1 | -15 | 0.0055555556",
                "2024-Q2 | 3 | 0.0055248619",
                "2024-Q3 | 7 | 0.0072859745",
                "2024-Q4 | -2 | -0.0125448029",
                "Total | 3 | 0.001369863",
            ]),
    ]

    static let weeksCases = [
        TimeCase(
            question: "show units, previous(units), year_ago(units) by week for 2020-W52 to 2021-W01",
            lines: [
                "2020-W52 | 44 | 35 | 49",
                "2020-W53 | 42 | 44 | 36",
                "2021-W01 | 40 | 42 | 45",
                "Total | 126 | 122 | 130",
            ]),
        TimeCase(
            question: "show units, previous(units), year_ago(units) for 2020-W53",
            lines: [
                "42 | 44 | 36"
            ], today: "2027-01-31"),
        TimeCase(
            question: "show units for 2020-W53 vs previous vs last year",
            lines: [
                "42 | 44 | -2 | -0.0454545455 | 36 | 6 | 0.1666666667"
            ], today: "2027-01-31"),
        TimeCase(
            question: "show units, previous(units), year_ago(units) for 2026-W53",
            lines: [
                "43 | 45 | 48"
            ], today: "2027-01-31"),
        TimeCase(
            question: "show units for 2026-W53 vs previous vs last year",
            lines: [
                "43 | 45 | -2 | -0.0444444444 | 48 | -5 | -0.1041666667"
            ], today: "2027-01-31"),
        TimeCase(
            question: "show ytd(units), mtd(units) by week for 2020-W53 to 2021-W01",
            lines: [
                "2020-W53 | 20 | 20",
                "2021-W01 | 60 | 60",
                "Total | 60 | 60",
            ]),
        TimeCase(
            question: "show units, previous(units), year_ago(units) by week for 2024-01-07 to 2024-01-20",
            lines: [
                "2024-W02 | 39 | 41 | 44",
                "2024-W03 | 48 | 39 | 42",
                "Total | 87 | 84 | 85",
            ], calendar: "calendar { week starts Sunday }"),
    ]

    static let leapDaysCases = [
        TimeCase(
            question: """
                show units, previous(units), year_ago(units), mtd(units), rolling(units, 12 months) by day for
                  2024-02-28 to 2024-03-01
                """,
            lines: [
                "2024-02-28 | 2 | 9 | 5 | 161 | 2189",
                "2024-02-29 | 6 | 2 | 5 | 167 | 2195",
                "2024-03-01 | 10 | 6 | 9 | 10 | 2196",
                "Total | 18 | 15 | 14 | 10 | 2196",
            ])
    ]

    static let fiscalYearsCases = [
        TimeCase(
            question:
                "show units, ytd(units), qtd(units), previous(units), year_ago(units) by fiscal quarter for FY2025",
            lines: [
                "FY2025-Q1 | 540 | 540 | 540 | 559 | 535",
                "FY2025-Q2 | 545 | 1085 | 545 | 540 | 552",
                "FY2025-Q3 | 554 | 1639 | 554 | 545 | 550",
                "FY2025-Q4 | 552 | 2191 | 552 | 554 | 559",
                "Total | 2191 | 2191 | 552 | 2196 | 2196",
            ], calendar: "calendar { fiscal year starts February }"),
        TimeCase(
            question: "show units, previous(units), year_ago(units), ytd(units) for FY2026-H1",
            lines: [
                "1088 | 1106 | 1085 | 1088"
            ], today: "2026-12-31", calendar: "calendar { fiscal year starts February }"),
        TimeCase(
            question: "show units, ytd(units) by month for FY2025-Q2",
            lines: [
                "2024-05 | 186 | 726",
                "2024-06 | 177 | 903",
                "2024-07 | 182 | 1085",
                "Total | 545 | 1085",
            ], calendar: "calendar { fiscal year starts February }"),
        TimeCase(
            question: "show units, previous(units) by fiscal half for FY2025",
            lines: [
                "FY2025-H1 | 1085 | 1109",
                "FY2025-H2 | 1106 | 1085",
                "Total | 2191 | 2196",
            ], calendar: "calendar { fiscal year starts February }"),
        TimeCase(
            question:
                "show units, ytd(units), qtd(units), previous(units), year_ago(units) by fiscal quarter for FY2025",
            lines: [
                "FY2025-Q1 | 553 | 553 | 553 | 546 | 549",
                "FY2025-Q2 | 551 | 1104 | 551 | 553 | 558",
                "FY2025-Q3 | 536 | 1640 | 536 | 551 | 543",
                "FY2025-Q4 | 548 | 2188 | 548 | 536 | 546",
                "Total | 2188 | 2188 | 548 | 2196 | 2196",
            ], calendar: "calendar { fiscal year starts July }"),
        TimeCase(
            question: "show units, previous(units), year_ago(units), ytd(units) for FY2026-H1",
            lines: [
                "1102 | 1084 | 1104 | 1102"
            ], today: "2026-12-31", calendar: "calendar { fiscal year starts July }"),
        TimeCase(
            question: "show units, ytd(units) by month for FY2025-Q2",
            lines: [
                "2024-10 | 183 | 736",
                "2024-11 | 178 | 914",
                "2024-12 | 190 | 1104",
                "Total | 551 | 1104",
            ], calendar: "calendar { fiscal year starts July }"),
        TimeCase(
            question: "show units, previous(units) by fiscal half for FY2025",
            lines: [
                "FY2025-H1 | 1104 | 1089",
                "FY2025-H2 | 1084 | 1104",
                "Total | 2188 | 2196",
            ], calendar: "calendar { fiscal year starts July }"),
        TimeCase(
            question:
                "show units, ytd(units), qtd(units), previous(units), year_ago(units) by fiscal quarter for FY2025",
            lines: [
                "FY2025-Q1 | 551 | 551 | 551 | 553 | 558",
                "FY2025-Q2 | 536 | 1087 | 536 | 551 | 543",
                "FY2025-Q3 | 548 | 1635 | 548 | 536 | 546",
                "FY2025-Q4 | 552 | 2187 | 552 | 548 | 553",
                "Total | 2187 | 2187 | 552 | 2200 | 2200",
            ], calendar: "calendar { fiscal year starts October }"),
        TimeCase(
            question: "show units, previous(units), year_ago(units), ytd(units) for FY2026-H1",
            lines: [
                "1091 | 1100 | 1087 | 1091"
            ], today: "2026-12-31", calendar: "calendar { fiscal year starts October }"),
        TimeCase(
            question: "show units, ytd(units) by month for FY2025-Q2",
            lines: [
                "2025-01 | 184 | 735",
                "2025-02 | 167 | 902",
                "2025-03 | 185 | 1087",
                "Total | 536 | 1087",
            ], calendar: "calendar { fiscal year starts October }"),
        TimeCase(
            question: "show units, previous(units) by fiscal half for FY2025",
            lines: [
                "FY2025-H1 | 1087 | 1099",
                "FY2025-H2 | 1100 | 1087",
                "Total | 2187 | 2200",
            ], calendar: "calendar { fiscal year starts October }"),
        TimeCase(
            question: "show ytd(units) by month for 2024-02 to 2024-03",
            lines: [
                "2024-02 | 353",
                "2024-03 | 543",
                "Total | 543",
            ], calendar: "calendar { fiscal year starts July }"),
    ]

    static let halvesCases = [
        TimeCase(
            question: "show units, previous(units), year_ago(units), ytd(units) by half for 2024",
            lines: [
                "2024-H1 | 1089 | 1107 | 1083 | 1089",
                "2024-H2 | 1104 | 1089 | 1107 | 2193",
                "Total | 2193 | 2190 | 2190 | 2193",
            ])
    ]

    static let periodsToDateCases = [
        TimeCase(
            question: "show units, previous(units), year_ago(units), qtd(units), ytd(units) for quarter to date",
            lines: [
                "353 | 361 | 357 | 353 | 353"
            ], today: "2024-02-29"),
        TimeCase(
            question: "show units for quarter to date vs last year vs previous",
            lines: [
                "353 | 357 | -4 | -0.0112044818 | 361 | -8 | -0.0221606648"
            ], today: "2024-02-29"),
        TimeCase(
            question: "show units, previous(units), year_ago(units), qtd(units), ytd(units) for quarter to date",
            lines: [
                "543 | 550 | 540 | 543 | 543"
            ], today: "2024-03-31"),
        TimeCase(
            question: "show units for quarter to date vs last year vs previous",
            lines: [
                "543 | 540 | 3 | 0.0055555556 | 550 | -7 | -0.0127272727"
            ], today: "2024-03-31"),
        TimeCase(
            question: "show units, previous(units), year_ago(units), qtd(units), ytd(units) for quarter to date",
            lines: [
                "459 | 456 | 456 | 459 | 1000"
            ]),
        TimeCase(
            question: "show units for quarter to date vs last year vs previous",
            lines: [
                "459 | 456 | 3 | 0.0065789474 | 456 | 3 | 0.0065789474"
            ]),
        TimeCase(
            question: "show units, previous(units), year_ago(units), qtd(units) by month for quarter to date",
            lines: [
                "2026-04 | 179 | 180 | 181 | 179",
                "2026-05 | 92 | 96 | 93 | 271",
                "Total | 271 | 274 | 274 | 271",
            ], today: "2026-05-15"),
    ]

    static let severalPeriodsCases = [
        TimeCase(
            question: """
                show units, previous(units), ytd(units), running(units), rolling(units, 2 months) for 2024-Q1,
                  2024-02, 2024-02-10 to 2024-02-19
                """,
            lines: [
                "2024-Q1 | 543 | 558 | 543 | 543 | 357",
                "2024-02 | 167 | 186 | 353 | 167 | 353",
                "2024-02-10 to 2024-02-19 | 63 | 59 | 297 | 63 | 371",
            ])
    ]

    static let nestedAndComparedCases = [
        TimeCase(
            question: "show previous(units), ytd(units) by month for 2024-Q2 vs last year",
            lines: [
                "2024-04 | 190 | 192 | -2 | -0.0104166667 | 726 | 715 | 11 | 0.0153846154",
                "2024-05 | 183 | 175 | 8 | 0.0457142857 | 912 | 903 | 9 | 0.0099667774",
                "2024-06 | 186 | 188 | -2 | -0.0106382979 | 1089 | 1083 | 6 | 0.0055401662",
                "Total | 543 | 540 | 3 | 0.0055555556 | 1089 | 1083 | 6 | 0.0055401662",
            ]),
        TimeCase(
            question: "show rolling(price, 3 months) for 2024-05 vs previous",
            lines: [
                "14.1296958855 | 15.1393518519 | -1.0096559663 | -0.0666908317"
            ]),
        TimeCase(
            question: """
                show rolling(previous(units), 3 months), previous(rolling(units, 3 months)), ytd(year_ago(units)),
                  year_ago(ytd(units)), previous(previous(units)) by month for 2024-05 to 2024-06
                """,
            lines: [
                "2024-05 | 545 | 540 | 903 | 903 | 190",
                "2024-06 | 543 | 559 | 1083 | 1083 | 183",
                "Total | 543 | 540 | 1083 | 1083 | 353",
            ]),
    ]

    static let totalsOthersAndAcrossCases = [
        TimeCase(
            question: """
                show units, previous(units), year_ago(price), rolling(buyers, 6 months) by region for 2024-Q2 top 1
                  with others
                """,
            lines: [
                "East | 224 | 212 | 16.108490566 | 9",
                "others | 322 | 331 | 14.3164652568 | 9",
                "Total | 546 | 543 | 15.0161141805 | 9",
            ]),
        TimeCase(
            question: "show units, previous(buyers) by region, month for 2024-05 to 2024-06 top 1 with others",
            lines: [
                "East | 2024-05 | 75 | 8",
                "East | 2024-06 | 73 | 8",
                "others | 2024-05 | 111 | 9",
                "others | 2024-06 | 104 | 9",
                "Total | 363 | 9",
            ]),
        TimeCase(
            question: "show previous(price) by region across month for 2024-05 to 2024-06 sort by region",
            lines: [
                "East | 15.7631578947 | 11.1133333333",
                "North | 9.0670731707 | 19.4785714286",
                "West | 17.8939393939 | 13.1842105263",
                "Total | 15.031420765 | 13.5336021505",
            ]),
    ]

    static let subPeriodsCases = [
        TimeCase(
            question: """
                show avg(units by month), sum(units by month), min(units by month), max(units by month),
                  stddev(units by month), median(units by month) by quarter for 2024-H1
                """,
            lines: [
                "2024-Q1 | 181 | 543 | 167 | 190 | 12.2882057274 | 186",
                "2024-Q2 | 182 | 546 | 177 | 186 | 4.582575695 | 183",
                "Total | 181.5 | 1089 | 167 | 190 | 8.3126409762 | 184.5",
            ]),
        TimeCase(
            question: "show avg(units by month over 12 months), stddev(units by month over 12 months) for 2024-03",
            lines: [
                "182.75 | 7.3003735894"
            ]),
        TimeCase(
            question: "show avg(price by month), max(buyers by week) by region for 2024-Q1 sort by region",
            lines: [
                "East | 15.5286804699 | 4",
                "North | 16.4921796797 | 2",
                "West | 14.5089073203 | 4",
                "Total | 15.4883535702 | 7",
            ]),
        TimeCase(
            question: "show avg(units by month) by region for 2024-Q1 top 1 with others",
            lines: [
                "West | 75.6666666667",
                "others | 105.3333333333",
                "Total | 181",
            ]),
        TimeCase(
            question: "show avg(units by month), max(units by week) for 2024-Q2",
            lines: [
                "184.5 | 49"
            ], today: "2024-06-20"),
        TimeCase(
            question: """
                show previous(avg(units by month)), avg(previous(units) by month), avg(rolling(units, 2 months) by
                  month) for 2024-Q2
                """,
            lines: [
                "181 | 186.3333333333 | 368.3333333333"
            ]),
    ]

    static let havingSortAndTopCases = [
        TimeCase(
            question: "show units by month for 2024 having units > previous(units) without totals",
            lines: [
                "2024-03 | 190",
                "2024-05 | 186",
                "2024-07 | 182",
                "2024-08 | 187",
                "2024-12 | 190",
            ]),
        TimeCase(
            question: "show units by month for 2024 sort by year_ago(units) limit 3 without totals",
            lines: [
                "2024-03 | 190",
                "2024-12 | 190",
                "2024-08 | 187",
            ]),
        TimeCase(
            question: "show units by region for 2024-Q2 top 2 by rolling(units, 12 months) without totals",
            lines: [
                "East | 224",
                "West | 206",
            ]),
    ]
}

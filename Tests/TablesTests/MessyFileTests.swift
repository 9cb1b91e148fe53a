import Foundation
import Testing
import Values

@testable import Tables

/// Files as exports, spreadsheets and people leave them; what each means is known by how it was made.
struct MessyFileTests {
    struct Mess: CustomTestStringConvertible, Sendable {
        var name: String
        var text: String
        var titles: [String]
        var rows: [[String]]
        /// What is told of it, with the line.
        var told: [String] = []
        var testDescription: String { name }
    }

    static let german = "Region;Betrag;Datum\nNord;1.234,50;03.02.2024\nSüd;-12,00;15.02.2024\nOst;(99,10);29.02.2024\n"
    static let germanRows = [
        ["Nord", "1234.50", "2024-02-03"], ["Süd", "-12.00", "2024-02-15"], ["Ost", "-99.10", "2024-02-29"],
    ]
    static let three = [["1", "x", "5.5"], ["2", "z, q", "6.0"]]

    static let messes: [Mess] = [
        Mess(name: "German", text: german, titles: ["Region", "Betrag", "Datum"], rows: germanRows),
        Mess(
            name: "French",
            text: "Pays;Montant;Taux\nFR;1 234,50 €;12,5 %\nBE;987,00 €;7 %\nCH;12\u{202F}345\u{A0}678,9 €;100 %\n",
            titles: ["Pays", "Montant", "Taux"],
            rows: [["FR", "1234.50", "0.125"], ["BE", "987.00", "0.070"], ["CH", "12345678.90", "1.000"]]),
        Mess(
            name: "Swiss", text: "Kanton;Betrag\nZH;1'234.50\nBE;12’345’678.00\nGE;CHF 99.95\n",
            titles: ["Kanton", "Betrag"],
            rows: [["ZH", "1234.50"], ["BE", "12345678.00"], ["GE", "99.95"]]),
        Mess(
            name: "Indian", text: "City,Amount\nPune,\"₹12,34,567.00\"\nDelhi,\"₹5,00,000.50\"\nGoa,₹900\n",
            titles: ["City", "Amount"], rows: [["Pune", "1234567.00"], ["Delhi", "500000.50"], ["Goa", "900.00"]]),
        Mess(
            name: "Japanese", text: "店,金額,契約日\n東京,\"1,200円\",2024年1月5日\n大阪,-300円,2024年12月31日\n",
            titles: ["店", "金額", "契約日"], rows: [["東京", "1200", "2024-01-05"], ["大阪", "-300", "2024-12-31"]]),
        Mess(
            name: "accounting", text: "A,B\nx,\"(1,234.50)\"\ny, $ -   \nz,\"$ 1,000.00 \"\n", titles: ["A", "B"],
            rows: [["x", "-1234.50"], ["y", "0.00"], ["z", "1000.00"]]),
        Mess(
            name: "minus behind", text: "A,B\nx,100.00-\ny,50.00\n", titles: ["A", "B"],
            rows: [["x", "-100.00"], ["y", "50.00"]]),
        Mess(
            name: "codes of currencies", text: "A,B\nx,USD 100.50\ny,\"1,000 USD\"\n", titles: ["A", "B"],
            rows: [["x", "100.50"], ["y", "1000.00"]]),
        Mess(
            name: "days counted", text: "Deal,Close Date,Amount\nA,45292,10\nB,45351,20\n",
            titles: ["Deal", "Close Date", "Amount"], rows: [["A", "2024-01-01", "10"], ["B", "2024-02-29", "20"]]),
        Mess(
            name: "a note with delimiters behind a total",
            text: "id,name,amount\n1,x,5.5\n2,\"z, q\",6.0\nTotal,,11.5\n\nSource: CRM, as of 30 June 2024\n",
            titles: ["id", "name", "amount"], rows: three,
            told: ["4: 2 trailing lines were not data (Total, note); left out"]),
        Mess(
            name: "a group's total in quotes",
            text:
                "\"id\",\"name\",\"amount\"\n\"1\",\"x\",\"5.5\"\n\"2\",\"z, q\",\"6.0\"\n\"3\",\"y\",\"1.0\"\n\"\",\"\",\"\"\n"
                + "\"Total for x, z\",\"\",\"12.5\"\n\"4\",\"w\",\"2.0\"\n",
            titles: ["id", "name", "amount"], rows: three + [["3", "y", "1.0"], ["4", "w", "2.0"]],
            told: ["6: a line of totals among the rows; left out"]),
        Mess(
            name: "decimal commas more regular than the delimiter",
            text:
                "id;name;when;amount\n1;x;2024-01-05;5,5\n2;z;2024-01-06;6,0;\n3;y;2024-01-07;7,5\n4;w;2024-01-08;8,5;\n"
                + "5;v;2024-01-09;9,5\n6;u;2024-01-10;1,5\n7;t;2024-01-11;2,5\n8;s;2024-01-12;3,5\n",
            titles: ["id", "name", "when", "amount"],
            rows: [
                ["1", "x", "2024-01-05", "5.5"], ["2", "z", "2024-01-06", "6.0"], ["3", "y", "2024-01-07", "7.5"],
                ["4", "w", "2024-01-08", "8.5"], ["5", "v", "2024-01-09", "9.5"], ["6", "u", "2024-01-10", "1.5"],
                ["7", "t", "2024-01-11", "2.5"], ["8", "s", "2024-01-12", "3.5"],
            ]),
        Mess(
            name: "page numbers",
            text:
                "id,name,amount\n1,x,5.5\n\nPage 1 of 2\n\n2,\"z, q\",6.0\nPage 2 of 2,,\n\"Seite 3\",,\n3,Page 4,7.0\n",
            titles: ["id", "name", "amount"], rows: three + [["3", "Page 4", "7.0"]],
            told: [
                "4: the number of a page; left out", "7: the number of a page; left out",
                "8: the number of a page; left out",
            ]),
        Mess(
            name: "titles once more behind a blank column",
            text: ",id,name,amount\n,1,x,5.5\n,id,name,amount\n,2,\"z, q\",6.0\n",
            titles: ["id", "name", "amount"], rows: three, told: ["3: the titles again; left out"]),
        Mess(
            name: "notes with delimiters before the titles",
            text: "Report,Pipeline,2024\nFilter: stage, owner, all\n\nRegion,Owner,Amount,Closed,Stage\n"
                + "East,Ann,5,2024-01-02,Won\nWest,Bob,6,2024-01-03,Lost\nWest,Cid,7,2024-01-04,Lost\n",
            titles: ["Region", "Owner", "Amount", "Closed", "Stage"],
            rows: [
                ["East", "Ann", "5", "2024-01-02", "Won"], ["West", "Bob", "6", "2024-01-03", "Lost"],
                ["West", "Cid", "7", "2024-01-04", "Lost"],
            ]),
        Mess(
            name: "notes filled up by a spreadsheet",
            text: "Report:,Pipeline by region,,\nRun at,2025-01-01,,\n\nRegion,Owner,Amount,Close\n"
                + "EMEA,Ann,100,2025-01-05\nAMER,Bob,200,2025-02-01\nTotal,,300,\n",
            titles: ["Region", "Owner", "Amount", "Close"],
            rows: [["EMEA", "Ann", "100", "2025-01-05"], ["AMER", "Bob", "200", "2025-02-01"]],
            told: ["7: 1 trailing line was not data (Total); left out"]),
        Mess(
            name: "notes as wide as the table",
            text: "Company,Example Corp,,\nFrom,2025-01-01,To,2025-03-31\nRegion,Owner,Amount,Close\n"
                + "EMEA,Ann,100,2025-01-05\nAMER,Bob,200,2025-02-01\nAPAC,Cid,300,2025-03-01\n",
            titles: ["Region", "Owner", "Amount", "Close"],
            rows: [
                ["EMEA", "Ann", "100", "2025-01-05"], ["AMER", "Bob", "200", "2025-02-01"],
                ["APAC", "Cid", "300", "2025-03-01"],
            ]),
        Mess(
            name: "words over titles",
            text: "Deal,,Amount,\nName,Owner,Gross,Net\nA,Ann,1,2\nB,Bob,3,4\n",
            titles: ["Deal Name", "Owner", "Amount Gross", "Net"],
            rows: [["A", "Ann", "1", "2"], ["B", "Bob", "3", "4"]]),
        Mess(
            name: "a total without a name",
            text: "Source,Sessions,Rate,Revenue\ngoogle,10,50%,100.5\nbing,20,20%,50.5\ndirect,30,30%,49.0\n"
                + ",60,31.5%,200.0\n",
            titles: ["Source", "Sessions", "Rate", "Revenue"],
            rows: [
                ["google", "10", "0.50", "100.5"], ["bing", "20", "0.20", "50.5"], ["direct", "30", "0.30", "49.0"],
            ],
            told: ["5: a line that holds the sums of all rows above; left out"]),
        Mess(
            name: "a row without a name",
            text: "Source,Sessions,Revenue\ngoogle,10,100.5\nbing,20,50.5\ndirect,30,49.0\n,60,19.0\n",
            titles: ["Source", "Sessions", "Revenue"],
            rows: [
                ["google", "10", "100.5"], ["bing", "20", "50.5"], ["direct", "30", "49.0"], ["", "60", "19.0"],
            ]),
        Mess(
            name: "one number without a name as large as two above", text: "Source,Deals\na,3\nb,2\n,5\n",
            titles: ["Source", "Deals"], rows: [["a", "3"], ["b", "2"], ["", "5"]]),
        Mess(
            name: "subtotals in the second column",
            text: "Region,Rep,Deals,Amount\nEMEA,Ann,1,10\nEMEA,Bob,2,20\n,Total,3,30\nAMER,Cid,3,30\n"
                + ",Total,3,30\n,Grand Total,6,60\n",
            titles: ["Region", "Rep", "Deals", "Amount"],
            rows: [["EMEA", "Ann", "1", "10"], ["EMEA", "Bob", "2", "20"], ["AMER", "Cid", "3", "30"]],
            told: [
                "4: a line of totals among the rows; left out", "6: 2 trailing lines were not data (2 Total); left out",
            ]),
        Mess(
            name: "a total whose name stands on a line of its own",
            text: "\"Opportunity\",\"Amount\"\n\"A\",\"10\"\n\"B\",\"20\"\n\n"
                + "\"Grand Totals (2 records)\"\n\"\",\"30\"\n\n"
                + "\"Confidential Information - Do Not Distribute\"\n\"Copyright © 2000-2026 salesforce.com, inc.\"\n",
            titles: ["Opportunity", "Amount"], rows: [["A", "10"], ["B", "20"]],
            told: ["5: 5 trailing lines were not data (blank, 2 Total, 2 notes); left out"]),
        Mess(
            name: "a row without a name alone", text: "Name,Amount\n,5\n", titles: ["Name", "Amount"],
            rows: [["", "5"]]),
        Mess(
            name: "tables of one width, each with its name",
            text: "Sales\nid,amount\n1,10\n2,20\n3,30\n\nCosts\nteam,cost\nA,5\nB,6\n",
            titles: ["id", "amount"], rows: [["1", "10"], ["2", "20"], ["3", "30"]],
            told: ["7: another table (`team`, `cost`) is left out; `with section` reads it"]),
        Mess(
            name: "statistics behind a total",
            text: "Name,Amount\nA,10\nB,20\nTOTALS:,30\nAverage,15\nCount,2\n", titles: ["Name", "Amount"],
            rows: [["A", "10"], ["B", "20"]],
            told: ["4: 3 trailing lines were not data (Total, 2 statistics); left out"]),
        Mess(
            name: "the number of rows behind them", text: "a,b,c\n1,2,3\n4,5,–6\nTotal: 2 rows\n",
            titles: ["a", "b", "c"],
            rows: [["1", "2", "3"], ["4", "5", "-6"]],
            told: ["4: 1 trailing line was not data (note); left out"]),
        Mess(
            name: "a row with the name of a statistic", text: "Name,Amount\nA,10\nCount,2\n",
            titles: ["Name", "Amount"],
            rows: [["A", "10"], ["Count", "2"]]),
        Mess(
            name: "a note behind a row with the name of a statistic",
            text: "Name,Amount\nA,10\n\nCount,2\nGenerated by: Ann\n", titles: ["Name", "Amount"],
            rows: [["A", "10"], ["Count", "2"]], told: ["5: 1 trailing line was not data (note); left out"]),
        Mess(
            name: "a total in French", text: "Client;Montant\nA;1,5\nB;2,5\nTotal général;4,0\n",
            titles: ["Client", "Montant"], rows: [["A", "1.5"], ["B", "2.5"]],
            told: ["4: 1 trailing line was not data (Total); left out"]),
        Mess(
            name: "nothing, as databases and spreadsheets write it",
            text:
                "id,amount,day,share\n1,5,2024-01-05,0.5\n2,\\N,0000-00-00,#DIV/0!\n3,NULL,0000-00-00 00:00:00,#REF!\n",
            titles: ["id", "amount", "day", "share"],
            rows: [["1", "5", "2024-01-05", "0.5"], ["2", "", "", ""], ["3", "", "", ""]],
            told: ["3: `#DIV/0!` in `share` is an error of a spreadsheet, as 1 more errors; read as missing"]),
        Mess(
            name: "nothing, as people and pivot tables write it",
            text: "id,amount,close,note\n1,—,TBD,—\n2,5,2025-01-31,TBD\n3,(blank),–,x\n4,7,(none),(blank)\n",
            titles: ["id", "amount", "close", "note"],
            rows: [
                ["1", "", "", "—"], ["2", "5", "2025-01-31", "TBD"], ["3", "", "", "x"], ["4", "7", "", "(blank)"],
            ]),
        Mess(
            name: "thousands and millions",
            text: "Name;ARR;Plan\nA;$1,117.10K;5K\nB;$350k;10K\nC;-$5M;1M\nD;$12;2K\nE;$1.25B;3K\n",
            titles: ["Name", "ARR", "Plan"],
            rows: [
                ["A", "1117100", "5K"], ["B", "350000", "10K"], ["C", "-5000000", "1M"], ["D", "12", "2K"],
                ["E", "1250000000", "3K"],
            ]),
        Mess(
            name: "zones by name",
            text: "id,at\n1,2025-01-31 23:30:00 UTC\n2,2025-02-01 00:30:00 EST\n3,\"Jun 1, 2025 9:00 PM PDT\"\n",
            titles: ["id", "at"],
            rows: [["1", "2025-01-31 23:30:00"], ["2", "2025-02-01 05:30:00"], ["3", "2025-06-02 04:00:00"]]),
        Mess(
            name: "subtotals",
            text:
                "Region,Rep,Amount\nEast,Ann,5\nEast,Bob,6\nSubtotal,,11\nWest,Cid,7\nWest Total,,7\nGrand Total,,18\n",
            titles: ["Region", "Rep", "Amount"],
            rows: [["East", "Ann", "5"], ["East", "Bob", "6"], ["West", "Cid", "7"]],
            told: [
                "4: a line of totals among the rows; left out", "6: a line of totals among the rows; left out",
                "7: 1 trailing line was not data (Total); left out",
            ]),
        Mess(
            name: "files put together",
            text: "Region,Amount\nEast,5\n\"Region\",Amount\nWest,6\n\u{FEFF}Region,Amount\nEast,7\n",
            titles: ["Region", "Amount"], rows: [["East", "5"], ["West", "6"], ["East", "7"]],
            told: ["3: the titles again; left out", "5: the titles again; left out"]),
        Mess(
            name: "titles on two lines", text: ",2023,,2024,\nRegion,Won,Lost,Won,Lost\nEast,1,2,3,4\nWest,5,6,7,8\n",
            titles: ["Region", "2023 Won", "2023 Lost", "2024 Won", "2024 Lost"],
            rows: [["East", "1", "2", "3", "4"], ["West", "5", "6", "7", "8"]]),
        Mess(
            name: "no titles", text: "Ann,42.5,London\nBob,17.25,Paris\nCid,3.5,Rome\n",
            titles: ["column_1", "column_2", "column_3"],
            rows: [["Ann", "42.50", "London"], ["Bob", "17.25", "Paris"], ["Cid", "3.50", "Rome"]]),
        Mess(
            name: "backslashes",
            text: "id,text\n1,\"say \\\"hi\\\" now\"\n2,\"path C:\\\\dir\"\n3,\"48\\\" wide, x\"\n",
            titles: ["id", "text"], rows: [["1", "say \"hi\" now"], ["2", "path C:\\dir"], ["3", "48\" wide, x"]]),
        Mess(
            name: "quotes as they stand", text: "id,text,n\n1,\"Lamp, 17\"\",2\n2,\"Rod, 8\" long\",3\n3,\"x\",\"4\"\n",
            titles: ["id", "text", "n"],
            rows: [["1", "Lamp, 17\"", "2"], ["2", "Rod, 8\" long", "3"], ["3", "x", "4"]],
            told: [
                "2: unescaped quote; read as part of the text", "3: unescaped quote; read as part of the text",
            ]),
        Mess(
            name: "single quotes", text: "id,text\n1,'a, b'\n2,'it''s'\n", titles: ["id", "text"],
            rows: [["1", "a, b"], ["2", "it's"]]),
        Mess(
            name: "caret", text: "id^name^amount\n1^x^5.5\n2^z, q^6\n", titles: ["id", "name", "amount"], rows: three),
        Mess(
            name: "tilde", text: "id~name~amount\n1~x~5.5\n2~z, q~6\n", titles: ["id", "name", "amount"], rows: three),
        Mess(
            name: "colon", text: "id:name:amount\n1:x:5.5\n2:z, q:6\n", titles: ["id", "name", "amount"], rows: three),
        Mess(
            name: "space", text: "id name amount\n1 x 5.5\n2 \"z, q\" 6\n", titles: ["id", "name", "amount"],
            rows: three),
        Mess(
            name: "control character", text: "id\u{1}name\u{1}amount\n1\u{1}x\u{1}5.5\n2\u{1}z, q\u{1}6\n",
            titles: ["id", "name", "amount"], rows: three),
        Mess(
            name: "section sign", text: "id§name§amount\n1§x§5.5\n2§z, q§6\n", titles: ["id", "name", "amount"],
            rows: three),
        Mess(
            name: "two colons", text: "id::name::amount\n1::x::5.5\n2::z, q::6\n", titles: ["id", "name", "amount"],
            rows: three),
        Mess(
            name: "framed delimiter", text: "id~|~name~|~amount\n1~|~x~|~5.5\n2~|~z, q~|~6\n",
            titles: ["id", "name", "amount"],
            rows: three),
        Mess(
            name: "two bars", text: "id||name||amount\n1||x||5.5\n2||z, q||6\n", titles: ["id", "name", "amount"],
            rows: three),
        Mess(
            name: "comma and space", text: "id, name, amount\n1, x, 5.5\n2, \"z, q\", 6\n",
            titles: ["id", "name", "amount"],
            rows: three),
        Mess(name: "delimiter told", text: "sep=;\r\na;b\r\n1;x,y\r\n", titles: ["a", "b"], rows: [["1", "x,y"]]),
        Mess(
            name: "another delimiter in one row", text: "a,b,c\n1,x,2\n4;5;6\n7,\"8\",9\n", titles: ["a", "b", "c"],
            rows: [["1", "x", "2"], ["4", "5", "6"], ["7", "8", "9"]],
            told: ["3: set apart by `;` where the file has another delimiter"]),
        Mess(
            name: "another delimiter in the titles", text: "a b c\n1,2024-01-05,2\n7,2024-01-06,9\n",
            titles: ["a", "b", "c"],
            rows: [["1", "2024-01-05", "2"], ["7", "2024-01-06", "9"]]),
        Mess(
            name: "a delimiter too many in the titles", text: "a,,b,c\n1,x,2\n7,y,9\n", titles: ["a", "b", "c"],
            rows: [["1", "x", "2"], ["7", "y", "9"]]),
        Mess(
            name: "a quote too many in the titles", text: "a,\"b,c,\"d\"\n1,x,2,\"u\"\n7,y,9,\"v\"\n",
            titles: ["a", "\"b", "c", "d"], rows: [["1", "x", "2", "u"], ["7", "y", "9", "v"]]),
        Mess(
            name: "blank rows between", text: "a,b,c\n1,x,2\n,,\n\n7,y,9\n", titles: ["a", "b", "c"],
            rows: [["1", "x", "2"], ["7", "y", "9"]]),
        Mess(
            name: "line ends of all kinds", text: "a,b\r1,x\n2,y\r\n3,z\r", titles: ["a", "b"],
            rows: [["1", "x"], ["2", "y"], ["3", "z"]]),
        Mess(
            name: "an end of DOS", text: "a,b\n1,x\n2,y\n\u{1A}", titles: ["a", "b"], rows: [["1", "x"], ["2", "y"]]),
        Mess(
            name: "codes kept from spreadsheets", text: "id,v\n=\"00123\",1\n\"=\"\"00456\"\"\",2\n",
            titles: ["id", "v"],
            rows: [["00123", "1"], ["00456", "2"]]),
        Mess(
            name: "a delimiter too many in a row",
            text: "id,day,owner,amount,note\n" + (1...6).map { "\($0),2024-01-0\($0),Ann,5.5\($0),\n" }.joined()
                + "7,,2024-01-07,Bob,7.25,\n8,2024-01-08,Cid,8.25,,\n",
            titles: ["id", "day", "owner", "amount", "note"],
            rows: (1...6).map { ["\($0)", "2024-01-0\($0)", "Ann", "5.5\($0)", ""] } + [
                ["7", "2024-01-07", "Bob", "7.25", ""], ["8", "2024-01-08", "Cid", "8.25", ""],
            ], told: ["8: 6 fields, 5 expected; field 2, which is empty, left out, as the others then fit"]),
        Mess(
            name: "two tables",
            text: "Region,Amount\nEast,5\nWest,6\n\nOwner,Deals,Share\nAnn,1,0.5\nBob,2,0.25\nCid,3,0.25\n",
            titles: ["Owner", "Deals", "Share"],
            rows: [["Ann", "1", "0.50"], ["Bob", "2", "0.25"], ["Cid", "3", "0.25"]],
            told: ["1: another table (`Region`, `Amount`) is left out; `with section` reads it"]),
        Mess(
            name: "two tables, the first larger",
            text: "Region,Amount\nEast,5\nWest,6\nTotal,11\n\nOwner,Deals,Share\nAnn,1,0.5\nBob,2,0.25\n",
            titles: ["Region", "Amount"], rows: [["East", "5"], ["West", "6"]],
            told: [
                "4: 1 trailing line was not data (Total); left out",
                "6: another table (`Owner`, `Deals`, `Share`) is left out; `with section` reads it",
            ]),
        Mess(
            name: "a footer in German", text: "Region;Amount\nEast;5\nWest;6\n\nGesamt;11\nErstellt am 01.02.2024\n",
            titles: ["Region", "Amount"], rows: [["East", "5"], ["West", "6"]],
            told: ["5: 3 trailing lines were not data (blank, Total, note); left out"]),
    ]

    func check(_ table: Table, _ mess: Mess) {
        #expect(table.titles.map(\.title) == mess.titles)
        #expect(table.rows == mess.rows)
        #expect(table.allProblems.map { String($0.text.dropFirst("test.csv:".count)) } == mess.told)
    }

    @Test(arguments: messes)
    func messReadsAsItIsMeant(_ mess: Mess) throws { check(try table(mess.text), mess) }

    @Test(arguments: messes)
    func lineEndsOfWindowsChangeNothing(_ mess: Mess) throws {
        guard !mess.text.utf8.contains(0x0D) else { return }
        check(try table(String(mess.text.flatMap { $0 == "\n" ? "\r\n" : String($0) })), mess)
    }

    @Test func encodings() throws {
        let mess = Self.messes[0]
        let units = Array(mess.text.utf16)
        let big = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        let little = units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let latin = mess.text.unicodeScalars.map { UInt8($0.value) }
        for bytes in [
            [0xFE, 0xFF] + big, big, [0xFF, 0xFE] + little, little, latin, [0xEF, 0xBB, 0xBF] + Array(mess.text.utf8),
        ] {
            check(try table(bytes: bytes), mess)
        }
    }

    /// Every mess behind enough rows that the file is read in chunks: the beginning shows nothing of it.
    @Test(arguments: ["subtotals", "files put together", "blank rows between", "another delimiter in one row"])
    func whatTheBeginningDoesNotShowIsSeenInChunks(_ name: String) throws {
        let mess = try #require(Self.messes.first { $0.name == name })
        let lines = mess.text.split(separator: "\n", omittingEmptySubsequences: false)
        let plain = String(lines[1]) + "\n"
        let text =
            lines[0] + "\n" + String(repeating: plain, count: 90_000) + lines.dropFirst().joined(separator: "\n")
            + String(repeating: plain, count: 20_000)
        for ending in ["\n", "\r\n"] {
            let path = try temporaryFile("mess.csv", text.replacing("\n", with: ending))
            defer { try? FileManager.default.removeItem(atPath: path) }
            try compare(path, chunkSize: 100_000)
        }
    }

    @Test func whatLooksLikeTotalsIsKeptWhenAsked() throws {
        let mess = try #require(Self.messes.first { $0.name == "subtotals" })
        let table = try table(mess.text, options: ReadOptions(keepsTotals: true))
        #expect(
            table.rows == [
                ["East", "Ann", "5"], ["East", "Bob", "6"], ["Subtotal", "", "11"], ["West", "Cid", "7"],
                ["West Total", "", "7"], ["Grand Total", "", "18"],
            ])
        #expect(table.allProblems.isEmpty)
    }

    /// The last chunk alone cannot tell whether a row without a name holds the sums of all.
    @Test(arguments: [",110000\n", ",110001\n"])
    func aTotalWithoutANameIsReadAlikeInChunksAndWhole(_ last: String) throws {
        let path = try temporaryFile(
            "total.csv", "Source,Deals\n" + String(repeating: "web,1\n", count: 110_000) + last)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try compare(path, chunkSize: 100_000)
        let table = try readTable(path: path, displayName: "total.csv", options: ReadOptions())
        #expect(table.rowCount == (last == ",110000\n" ? 110_000 : 110_001))
    }

    @Test func zerosAtTheEndAreLeftOut() throws {
        let table = try table(bytes: Array("a,b\n1,x\n2,y\n".utf8) + [UInt8](repeating: 0, count: 500))
        #expect(table.rows == [["1", "x"], ["2", "y"]])
        #expect(table.problems.map(\.text) == ["test.csv: 500 NUL bytes at the end of the file; left out"])
    }

    @Test func aDateProvedLateIsReadAlikeInChunksAndWhole() throws {
        let early = (0..<100_000).map { "\($0 % 12 + 1)/\($0 % 12 + 1)/2024,\($0)\n" }.joined()
        for late in ["25/12/2024,1\n", "12/25/2024,1.5\n", "soon,x\n"] {
            let path = try temporaryFile("late.csv", "d,v\n" + early + late)
            defer { try? FileManager.default.removeItem(atPath: path) }
            try compare(path, chunkSize: 200_000)
        }
        let table = try table("d,v\n" + String(repeating: "3/4/2024,1\n", count: 30_000) + "25/12/2024,1\n")
        #expect(table.texts(0).first == "2024-04-03")
        #expect(table.texts(0).last == "2024-12-25")
        #expect(table.column(0).type == .day)
    }
}

import Testing

/// Questions of all kinds whose answers SQLite computed from the same files, each of the two in its own way.
@Suite("Answers that SQLite agrees with")
struct OracleTests {
    @Test("CRM")
    func deals() throws { try check(crm, in: session(Places.examples.appendingPathComponent("crm"))) }

    @Test("Subscriptions and tickets")
    func subscriptions() throws { try check(saas, in: session(Places.examples.appendingPathComponent("saas"))) }
}

private let crm = [
    Expected(
        "show bookings, deals_lost by month for 2017-H1",
        [
            "2017-01|0|0", "2017-02|0|0", "2017-03|1134672|116", "2017-04|721932|301", "2017-05|1025713|367",
            "2017-06|1338466|110",
        ], total: "4220783|894"),
    Expected(
        "show deals_won by week for 2017-05-01 to 2017-06-04",
        ["2017-W18|95", "2017-W19|95", "2017-W20|100", "2017-W21|109", "2017-W22|117"], total: "516"),
    Expected(
        "show deals_won, deals_lost by day for 2017-03-01 to 2017-03-05",
        ["2017-03-01|20|4", "2017-03-02|20|2", "2017-03-03|17|2", "2017-03-04|15|2", "2017-03-05|10|4"]),
    Expected(
        "show bookings, win_rate by quarter for 2016-Q3 to 2017-Q2",
        ["2016-Q3|0|—", "2016-Q4|0|—", "2017-Q1|1134672|0.820711", "2017-Q2|3086111|0.617126"],
        total: "4220783|0.666293"),
    Expected(
        "show bookings, deals_won, win_rate, average_deal_size, sales_cycle for 2018",
        ["0|0|—|—|—"]),
    Expected(
        "show deals_engaged, deals_won by quarter",
        ["2016-Q4|358|0", "2017-Q1|1619|531", "2017-Q2|2388|1254", "2017-Q3|2770|1257", "2017-Q4|1165|1196"],
        total: "8300|4238"),
    Expected(
        "show bookings for last 2 months",
        ["1670923"]),
    Expected(
        "show bookings for month to date vs previous",
        ["1131573|938943|192630|0.205156"]),
    Expected(
        "show bookings for since 2017-11-15",
        ["1581912"]),
    Expected(
        "show deals_won by region for until 2017-04",
        ["West|306", "Central|293", "East|217"]),
    Expected(
        "show bookings by region for 2017-Q2, 2017-Q3",
        [
            "2017-Q2|West|1111967", "2017-Q2|East|1016823", "2017-Q2|Central|957321", "2017-Q3|Central|1053202",
            "2017-Q3|West|1009286", "2017-Q3|East|919767",
        ]),
    Expected(
        "show win_rate, deals_closed by team sort by team",
        [
            "Cara Losch|0.644295|745", "Celia Rouche|0.634096|962", "Dustin Brinkmann|0.629848|1186",
            "Melvin Marxen|0.622003|1418", "Rocco Neubert|0.620845|1113", "Summer Sewald|0.643357|1287",
        ], total: "0.631501|6711"),
    Expected(
        "show bookings by segment where region = West",
        [
            "retail|731747", "software|410739", "entertainment|363912", "services|362960", "medical|336380",
            "telecommunications|301984", "technolgy|291664", "marketing|289276", "employment|258996", "finance|220989",
        ], total: "3568647"),
    Expected(
        "show bookings by region across quarter for 2017 sort by region",
        [
            "Central|347988|957321|1053202|987782", "East|329151|1016823|919767|824853",
            "West|457533|1111967|1009286|989861",
        ]),
    Expected(
        "show count(deals) as n by region across stage where stage in (Won, Lost) sort by region",
        ["Central|1629|975", "East|1171|687", "West|1438|811"]),
    Expected(
        "show count(deals) by stage, region",
        [
            "Won|Central|1629", "Won|West|1438", "Won|East|1171", "Lost|Central|975", "Lost|West|811", "Lost|East|687",
            "Engaging|West|748", "Engaging|East|433", "Engaging|Central|408", "Prospecting|Central|500",
        ]),
    Expected(
        "show deals_won, bookings by series",
        ["GTX|2047|3834189", "MG|1447|2260155", "missing|729|3510578", "GTK|15|400612"], total: "4238|10005534"),
    Expected(
        "show bookings by country top 3 with others for 2017-Q3",
        ["United States|2469063", "Korea|74032", "Jordan|52139", "others|387021"], total: "2982255"),
    Expected(
        "show win_rate by segment for 2017 top 2 with others",
        ["marketing|0.648475", "entertainment|0.646766", "others|0.628561"]),
    Expected(
        "show win_rate by agent having deals_closed >= 250 sort by agent",
        [
            "Anna Snelling|0.619048", "Cassey Cress|0.624521", "Darcel Schlecht|0.631103", "Donn Cantrell|0.574545",
            "Jonathan Berthelot|0.647727", "Kami Bicknell|0.639706", "Kary Hendrixson|0.623881",
            "Versie Hillebrand|0.666667", "Vicki Laflamme|0.636888", "Zane Levy|0.616858",
        ]),
    Expected(
        "show bookings by agent having bookings > 450k and win_rate < 64%",
        ["Darcel Schlecht|1153214", "Vicki Laflamme|478396", "Kary Hendrixson|454298", "Cassey Cress|450489"]),
    Expected(
        "show bookings by subsidiary_of where subsidiary_of is not missing",
        [
            "Acme Corporation|417605", "Sonron|375355", "Bubba Gump|240661", "Golddex|238583", "Inity|198754",
            "Massive Dynamic|198020", "Warephase|63103",
        ]),
    Expected(
        """
        show count(deals) as n by coalesce(accounts.subsidiary_of, "independent") as parent where stage =
          Won top 2
        """,
        ["independent|3500", "Acme Corporation|180"]),
    Expected(
        """
        show sum(deals.amount where stage = Won and product like "GTX*") as gtx, sum(deals.amount where
          stage = Won and not product like "GTX*") as rest by region sort by region
        """,
        ["Central|2495364|850929", "East|2425825|664769", "West|2423578|1145069"]),
    Expected(
        """
        show deals_won by if deals.days_open > 90 then "long" else "short" as duration, region for 2017
          where stage = Won sort by duration, region
        """,
        [
            "long|Central|384", "long|East|274", "long|West|308", "short|Central|1245", "short|East|897",
            "short|West|1130",
        ]),
    Expected(
        "show bookings, win_rate by region for 2017-Q3 vs previous sort by region",
        [
            "Central|1053202|957321|95881|0.100156|0.613665|0.621967|-0.008302|-0.013348",
            "East|919767|1016823|-97056|-0.095450|0.627350|0.619893|0.007457|0.012029",
            "West|1009286|1111967|-102681|-0.092342|0.602740|0.609329|-0.006590|-0.010815",
        ]),
    Expected(
        "show deals_won for 2017-Q4 vs last year",
        ["1196|0|1196|—"]),
    Expected(
        "show bookings by product for 2017-Q4 vs 2017-Q2 where region = East",
        [
            "GTXPro|344787|435841|-91054|-0.208916", "GTX Plus Pro|224354|289385|-65031|-0.224721",
            "MG Advanced|167193|206265|-39072|-0.189426", "GTX Plus Basic|55773|48705|7068|0.145119",
            "GTX Basic|30343|34504|-4161|-0.120595", "MG Special|2403|2123|280|0.131889",
        ]),
    Expected(
        "show customers, count(distinct deals.product) as products by quarter for 2017",
        ["2017-Q1|84|7", "2017-Q2|85|7", "2017-Q3|85|7", "2017-Q4|85|7"], total: "85|7"),
    Expected(
        """
        show count(distinct deals.sales_agent) as agents, count(distinct deals.product) as products by team
          sort by team
        """,
        [
            "Cara Losch|5|7", "Celia Rouche|5|7", "Dustin Brinkmann|5|5", "Melvin Marxen|5|7", "Rocco Neubert|5|6",
            "Summer Sewald|5|6",
        ], total: "30|7"),
    Expected(
        """
        show median_sales_cycle, percentile(deals.days_open, 90% where stage = Won) as p90,
          stddev(deals.days_open where stage = Won) as sd, sales_cycle by region sort by region
        """,
        ["Central|58|106|41.315733|52.559853", "East|52|107|41.586706|50.635354", "West|59|104|40.672604|51.834492"],
        total: "57|106|41.171603|51.781973"),
    Expected(
        """
        show median(deals.amount where stage = Won) as median, min(deals.amount where stage = Won) as min,
          max(deals.amount) as max, stddev(deals.amount where stage = Won) as sd by product sort by product
        """,
        [
            "GTK 500|25897|23746|30288|2070.412101", "GTX Basic|547|365|716|53.749359",
            "GTX Plus Basic|1083|752|1374|105.714144", "GTX Plus Pro|5503|3704|7356|571.602785",
            "GTXPro|4828|3169|6166|475.427682", "MG Advanced|3382.500000|2477|4456|337.334372",
            "MG Special|55|38|72|5.400790",
        ]),
    Expected(
        "show avg(deals.amount) as average, count(deals) as n by stage",
        ["Won|2360.909391|4238", "Lost|0|2473", "Engaging|—|1589", "Prospecting|—|500"]),
    Expected(
        "show avg(deals.amount / list_price where stage = Won) as price_ratio by series sort by series",
        ["GTK|0.997739", "GTX|0.992154", "MG|1.001386", "missing|—"]),
    Expected(
        """
        show first(deals.account where stage = Won) as first, min(deals.close_date) as earliest by team sort
          by team
        """,
        [
            "Cara Losch|Betasoloin|2017-03-01", "Celia Rouche|Y-corporation|2017-03-01",
            "Dustin Brinkmann|Cancity|2017-03-01", "Melvin Marxen|Conecom|2017-03-01",
            "Rocco Neubert|Acme Corporation|2017-03-01", "Summer Sewald|Finjob|2017-03-01",
        ]),
    Expected(
        "show count(deals) as n by year(deals.engage_date) as y sort by n",
        ["2017|7942", "missing|500", "2016|358"]),
    Expected(
        """
        show count(accounts) as accounts, sum(accounts.revenue) as revenue, avg(accounts.employees) as
          employees, bookings by segment sort by segment
        """,
        [
            "employment|4|6104.640000|4140|436174", "entertainment|6|9665.220000|2947.500000|689007",
            "finance|8|16233.340000|5011.375000|950908", "marketing|8|13070.380000|3975.625000|922321",
            "medical|12|16976.880000|3070.416667|1359595", "retail|17|27355.760000|3565.058824|1867528",
            "services|5|4944.690000|2633.600000|533006", "software|7|30950.450000|11421.428571|1077934",
            "technolgy|12|27780.530000|4723.750000|1515487", "telecommunications|6|16461.910000|7129.166667|653574",
        ], total: "85|169543.800000|4660.823529|10005534"),
    Expected(
        "show bookings / count(accounts) as per_account by country where segment = retail sort by country",
        ["Belgium|117463", "Italy|114352", "Japan|123506", "Romania|59905", "United States|111715.538462"]),
]

private let saas = [
    Expected(
        "show mrr by plan across quarter for 2024 sort by plan",
        [
            "Basic|160075|252757|419349|687914", "Enterprise|1685530|2874754|4489241|7546876",
            "Pro|430661|705894|1126755|1924818",
        ]),
    Expected(
        "show mrr, customers, arpa, trials by industry for 2024-Q2 sort by industry",
        [
            "Cybersecurity|716229|61|11741.459016|47", "DevTools|857895|77|11141.493506|70",
            "EdTech|577104|52|11098.153846|41", "FinTech|903421|74|12208.391892|60",
            "HealthTech|778756|69|11286.318841|67",
        ], total: "3833405|333|11511.726727|285"),
    Expected(
        "show sum(subscriptions.mrr at start) as opening, started_mrr, ended_mrr, mrr for 2024-Q3",
        ["3833405|2348608|146668|6035345"]),
    Expected(
        "show customers for until 2023-06",
        ["64"]),
    Expected(
        "show mrr, paid_subscriptions by billing_frequency where industry = FinTech for 2024",
        ["annual|1358729|426", "monthly|1057321|422"]),
    Expected(
        "show mrr by country for 2024-Q4 vs previous where account_plan = Enterprise sort by country",
        [
            "AU|244746|139329|105417|0.756605", "CA|175287|93293|81994|0.878887", "DE|159901|118205|41696|0.352743",
            "FR|186903|182064|4839|0.026579", "IN|289135|192732|96403|0.500192", "UK|353370|192249|161121|0.838085",
            "US|1485104|843557|641547|0.760526",
        ]),
    Expected(
        "show started, ended by month for 2023-Q1",
        ["2023-01|3|0", "2023-02|11|0", "2023-03|17|0"]),
    Expected(
        """
        show ticket_count, csat, csat_answers, escalation_rate, first_reply_time by priority for 2024-Q4
          sort by priority
        """,
        [
            "high|67|3.833333|0.537313|0.044776|87.268657", "low|55|3.888889|0.654545|0.090909|94.327273",
            "medium|77|3.882353|0.662338|0.051948|77.363636", "urgent|71|3.953488|0.605634|0.042254|88.873239",
        ], total: "270|3.891566|0.614815|0.055556|86.303704"),
    Expected(
        "show ticket_count by month for 2024-H1 vs last year",
        [
            "2024-01|84|83|1|0.012048", "2024-02|75|59|16|0.271186", "2024-03|92|86|6|0.069767",
            "2024-04|81|91|-10|-0.109890", "2024-05|81|78|3|0.038462", "2024-06|78|82|-4|-0.048780",
        ]),
    Expected(
        "show mrr, ticket_count, tickets_per_customer by industry for 2024 sort by industry",
        [
            "Cybersecurity|1974256|212|2.120000", "DevTools|2165043|203|1.796460", "EdTech|1844424|152|1.924051",
            "FinTech|2416050|229|2.044643", "HealthTech|1759835|213|2.218750",
        ], total: "10159608|1009|2.018000"),
    Expected(
        """
        show mrr, ticket_count by accounts.account_name for 2024 sort by ticket_count, account_name top 3 by
          ticket_count
        """,
        ["Company_314|12747|7", "Company_256|16650|6", "Company_340|7452|6"]),
    Expected(
        "show count(distinct tickets.account_id) as askers by quarter for 2024",
        ["2024-Q1|201", "2024-Q2|204", "2024-Q3|208", "2024-Q4|207"], total: "449"),
    Expected(
        """
        show median(tickets.resolution_time_hours) as median, percentile(tickets.resolution_time_hours, 90%)
          as p90, stddev(tickets.satisfaction_score) as sd by country sort by country
        """,
        [
            "AU|38|65.700000|0.836415", "CA|34|63|0.770696", "DE|37.500000|63|0.895644",
            "FR|31.500000|63.300000|0.850963", "IN|35|65|0.809612", "UK|34|66.400000|0.801199",
            "US|35.500000|65|0.800404",
        ]),
    Expected(
        """
        show count(tickets where days(submitted_at, closed_at) >= 3) as slow, ticket_count by
          escalation_flag for 2023
        """,
        ["false|13|948", "true|2|43"]),
    Expected(
        "show avg(accounts.seats) as seats, count(accounts) as n by source sort by source",
        [
            "ads|18.959184|98", "event|21.239583|96", "organic|20.201754|114", "other|21.815534|103",
            "partner|20.595506|89",
        ]),
]

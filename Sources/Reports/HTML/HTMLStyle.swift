/// How pages look: light and dark by the reader's wish, on paper in black on white with every fold open. Text and its ground
/// have a contrast of at least 4.5 to 1 (WCAG 2.2, level AA).
let htmlStyle = """
    :root{--paper:#fdfcfa;--card:#ffffff;--ink:#1d2126;--soft:#59616b;--line:#e2ded6;--rule:#8c857a;--accent:#8a1c2c;\
    --wash:#f5f2ec;--good:#17703f;--bad:#b3261e}
    @media (prefers-color-scheme:dark){:root{--paper:#15171b;--card:#1c1f24;--ink:#e9e6e0;--soft:#a4abb5;--line:#30353d;\
    --rule:#6b727c;--accent:#f0a0aa;--wash:#22262c;--good:#63d29a;--bad:#ff9089}}
    *{box-sizing:border-box}
    html{font:16px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans",Arial,sans-serif;\
    color:var(--ink);background:var(--paper);-webkit-text-size-adjust:100%;text-size-adjust:100%}
    body{margin:0}
    .page{max-width:70rem;margin:0 auto;padding:3rem 1.5rem 2rem}
    h1,h2{font-family:"Iowan Old Style","Palatino Linotype",Palatino,"URW Palladio L","P052",Georgia,serif;\
    font-weight:600;line-height:1.2;text-wrap:balance}
    h1{font-size:2.4rem;margin:0 0 .6rem;letter-spacing:-.01em}
    h2{font-size:1.6rem;margin:3.2rem 0 .8rem;padding-top:.9rem;border-top:2px solid var(--accent)}
    h3{font-size:1.08rem;line-height:1.35;margin:2.2rem 0 .2rem;text-wrap:balance}
    h4,h5,h6{font-size:1rem;margin:1.6rem 0 .2rem}
    p,ul,ol,blockquote,pre,dl{margin:.6rem 0}
    .text>:is(p,ul,ol,blockquote){max-width:44rem}
    .text li{margin:.15rem 0}
    .text>:first-child{margin-top:0}
    .text>h2:first-child{margin-top:3.2rem}
    a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:2px}
    a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
    code,pre{font:.86em/1.5 ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
    code{background:var(--wash);border-radius:3px;padding:.1em .3em;overflow-wrap:anywhere}
    pre{background:var(--wash);border-radius:6px;padding:.8rem 1rem;overflow-x:auto}
    pre code{background:none;padding:0;overflow-wrap:normal}
    blockquote{border-left:3px solid var(--line);margin-left:0;padding-left:1rem;color:var(--soft)}
    hr{border:0;border-top:1px solid var(--line);margin:2rem 0}
    .parameters{display:flex;flex-wrap:wrap;gap:.3rem 2rem;margin:0 0 1.2rem;color:var(--soft)}
    .parameters div{display:flex;gap:.5rem}
    .parameters dd{margin:0;color:var(--ink);font-weight:600}
    nav ol{list-style:none;margin:0 0 1.6rem;padding:.7rem 0;display:flex;flex-wrap:wrap;gap:.1rem 1.4rem;\
    border-top:1px solid var(--line);border-bottom:1px solid var(--line);font-size:.92rem}
    nav a{color:var(--ink);text-decoration:none}
    nav a:hover{text-decoration:underline}
    nav .back a{color:var(--soft)}
    .answer{margin:1.4rem 0 2.4rem}
    .answer>h2{border-top:0;padding-top:0}
    .provenance,.notes,.against,.facts,.source,footer,.target{color:var(--soft);font-size:.86rem}
    .provenance{margin:0 0 .8rem}
    .notes{padding-left:1.1rem;margin:.7rem 0 0}
    .pair{display:flex;flex-wrap:wrap;gap:.4rem 2.4rem;align-items:flex-start}
    .pair>.chart{flex:1 1 30rem;min-width:min(100%,22rem)}
    .pair>.scroll{flex:0 1 auto}
    .chart{margin:.6rem 0;padding:0;overflow-x:auto}
    .chart svg.qc{background:none}
    .chart svg{display:block;width:100%;min-width:28rem;max-width:44rem;height:auto}
    .scroll{overflow:auto;margin:.6rem 0;max-width:100%}
    .scroll.long{max-height:34rem;border:1px solid var(--line);border-radius:6px}
    table{border-collapse:separate;border-spacing:0;font-size:.92rem;line-height:1.35;font-variant-numeric:tabular-nums lining-nums}
    caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
    th,td{padding:.42rem .8rem;text-align:left;vertical-align:baseline;border-bottom:1px solid var(--line)}
    th:first-child,td:first-child{padding-left:.4rem}
    td{overflow-wrap:anywhere;min-width:3.5rem}
    thead th,thead td{position:sticky;top:0;background:var(--paper);color:var(--soft);font-weight:600;font-size:.84rem;\
    border-bottom:1.5px solid var(--rule);vertical-align:bottom}
    thead tr:not(:last-child) th,thead tr:not(:last-child) td{position:static;border-bottom:1px solid var(--line)}
    thead a{color:inherit;text-decoration-color:var(--line)}
    th.group{text-align:center}
    tbody th{font-weight:500}
    th.short{white-space:nowrap}
    .scroll th:first-child{position:sticky;left:0;background:var(--paper)}
    .scroll thead th:first-child{z-index:1}
    tbody th a{color:inherit;text-decoration-color:var(--line)}
    tbody tr:last-child>*{border-bottom:0}
    @media (hover:hover){tbody tr:hover>*{background:var(--wash)}}
    tfoot th,tfoot td{border-top:1.5px solid var(--rule);border-bottom:0;font-weight:650}
    .number,.right{text-align:right;white-space:nowrap}
    .center{text-align:center}
    th.number{white-space:normal}
    .none{color:var(--soft)}
    .good{color:var(--good)}
    .bad{color:var(--bad)}
    .arrow{font-size:.66em;margin-right:.35em;vertical-align:.12em}
    .trend{white-space:nowrap}
    .spark{display:inline-block;vertical-align:middle;overflow:visible}
    .spark path{fill:none;stroke:var(--soft);stroke-width:1.5;stroke-linejoin:round;stroke-linecap:round}
    .spark circle{fill:var(--accent)}
    .cards{list-style:none;padding:0;margin:1rem 0;display:grid;grid-template-columns:repeat(auto-fill,minmax(11.4rem,1fr));gap:.9rem}
    .card{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.9rem 1rem;display:flex;\
    flex-direction:column;font-variant-numeric:tabular-nums lining-nums}
    .card p{margin:0}
    .card .name{font-size:.88rem;font-weight:600;line-height:1.3}
    .card .name a{color:inherit;text-decoration-color:var(--line)}
    .card .kind{font-weight:400;color:var(--soft);font-size:.92em}
    .card .value{font-size:1.75rem;line-height:1.25;letter-spacing:-.01em;margin:.15rem 0 .2rem;overflow-wrap:anywhere}
    .card .spark{margin:.1rem 0 .4rem}
    .card .change{font-size:.88rem}
    .bar{height:5px;border-radius:3px;background:var(--line);overflow:hidden;margin:.25rem 0 .15rem}
    .bar div{height:100%;background:var(--soft)}
    details{margin:.7rem 0 0}
    summary{cursor:pointer;color:var(--soft);font-size:.88rem;width:fit-content}
    summary:hover{color:var(--ink)}
    .computation dl,.computation pre{font-size:.9rem}
    .computation dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.2rem}
    .computation dt{color:var(--soft)}
    .computation dd{margin:0}
    .failure{border-left:4px solid var(--bad);background:var(--wash);padding:.6rem 1rem;margin:1.4rem 0;border-radius:0 6px 6px 0}
    .lines{margin:1.4rem 0}
    .definitions dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(29rem,100%),1fr));gap:1.1rem 2.2rem}
    .definitions dl>div{min-width:0;scroll-margin-top:1rem}
    .definitions dl>div:target{background:var(--wash);box-shadow:0 0 0 .5rem var(--wash);border-radius:2px}
    .definitions dt{font-weight:600}
    .definitions .facts{font-weight:400}
    .definitions dd{margin:.1rem 0 0;font-size:.94rem}
    .definitions .expression code{background:none;padding:0;color:var(--soft)}
    .data table{width:100%}
    footer{margin-top:3.4rem;padding-top:.9rem;border-top:1px solid var(--line)}
    footer p{margin:.15rem 0}
    footer code{background:none;padding:0}
    @media (max-width:40rem){.page{padding:1.5rem 1rem}h1{font-size:1.8rem}h2{font-size:1.35rem}\
    .cards{grid-template-columns:repeat(auto-fill,minmax(9.6rem,1fr));gap:.6rem}.card{padding:.7rem .75rem}\
    .card .value{font-size:1.35rem}.computation dl{grid-template-columns:1fr}}
    @page{margin:16mm 14mm}
    @media print{:root{--paper:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#ccc;--rule:#555;--accent:#7a1626;--wash:#f4f4f4;\
    --good:#115c33;--bad:#a11a13}
    html{font-size:10.5pt;background:#fff;print-color-adjust:exact;-webkit-print-color-adjust:exact}
    .page{max-width:none;padding:0}
    nav{display:none}
    h1,h2,h3,h4,.provenance,summary,caption{break-after:avoid}
    .text{break-after:avoid;break-inside:avoid}
    tr,.card,.chart,.definitions dl>div,pre,.failure{break-inside:avoid}
    thead{display:table-header-group}
    tfoot{display:table-row-group}
    thead th,thead td,.scroll th:first-child{position:static}
    .cards{grid-template-columns:repeat(4,1fr);gap:.5rem}
    .card{padding:.5rem .6rem}
    .card .value{font-size:1.25rem;overflow-wrap:normal}
    .pair{display:block}
    .chart svg{min-width:0;max-width:13.5cm}
    .scroll:not(.long){break-inside:avoid}
    .scroll,.scroll.long{overflow:visible;max-height:none;border:0}
    table{font-size:8.6pt}
    th,td{padding:.25rem .5rem}
    details>summary{list-style:none}
    details::details-content{content-visibility:visible;block-size:auto;height:auto}
    .definitions dl{display:block;columns:2;column-gap:2rem}
    .definitions dl>div{margin-bottom:.8rem}
    a{color:inherit;text-decoration:none}
    .text a[href^="http"]::after{content:" (" attr(href) ")"}
    }

    """

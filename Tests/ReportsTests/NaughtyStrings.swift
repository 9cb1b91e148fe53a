/// Texts that break what draws them carelessly: controls, marks of every format, formulas, wide and joined characters.
let naughtyStrings: [String] = [
    "", " ", "  two  blanks  ", "\u{A0}", "null", "NaN", "-0", "1e309", "0x7F",
    // What a terminal obeys or hides.
    "\u{1B}[31mred\u{1B}[0m", "\u{1B}]0;title\u{7}", "\u{1B}]52;c;cXVhZXN0b3I=\u{7}", "\u{1B}P+q544e\u{1B}\\",
    "\u{9B}2J",
    "a\u{8}\u{8}\u{8}b", "\u{0}", "\u{7F}", "\u{85}", "tab\there", "two\nlines", "three\r\nlines\rhere",
    "\u{2028}\u{2029}",
    "x\u{202E}gpj.exe", "\u{2066}isolate\u{2069}", "zero\u{200B}width\u{FEFF}", "soft\u{AD}hyphen", "\u{E0001}tag",
    // What the formats obey.
    "a|b", "|", "\\", "\\|", "`code`", "```\nfence", "*a* _b_ ~~c~~", "[x](javascript:alert(1))",
    "![x](//example.org/x)",
    "<script>alert(1)</script>", "</title><b>", "\"><svg onload=alert(1)>", "' onmouseover='x", "&lt;&amp;&#0;", "]]>",
    "--><!--",
    "@everyone <@U1> <!here>", "# heading", "- item", "1. item", "> quote", "\"", "\"\"", "a\"b,c;d\te", "{\"a\":1}",
    // What a spreadsheet runs.
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "＝1+1", "＋1", "－1", "＠x", "'=1",
    // What is measured wrongly.
    "株式会社サンプル", "ﾊﾝｶｸ", "e\u{301}\u{302}\u{303}", "👩‍👩‍👧‍👦", "🇫🇷🇩🇪", "👍🏽", "1️⃣", "\u{1F3F4}\u{E0067}\u{E0062}\u{E007F}",
    "देवनागरी", "العربية", "עברית", "ᄀᆞᆨ", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!", "\u{1D400}\u{10FFFF}", "ﷺ",
    String(repeating: "long ", count: 400),
]

import Plotting

/// The page's style sheet. Light or dark follows the system until the switch at the top turns it over; nothing is stored, no script runs.
enum PageStyle {
    private static let light =
        ChartStyle.variables(dark: false)
        + ";--canvas:#f5f6f8;--line:#e3e6eb;--sunken:#f5f6f8;--warn-surface:#fff6e5;--warn-line:#f0cf8e;--warn-ink:#7a4b00;--good:#2b8a3e;--shadow:0 1px 2px rgb(20 24 31/.05)"
    private static let dark =
        ChartStyle.variables(dark: true)
        + ";--canvas:#0c0e12;--line:#262b33;--sunken:#0f1217;--warn-surface:#2a2110;--warn-line:#5c4716;--warn-ink:#ffd591;--good:#69db7c;--shadow:none"

    static let sheet =
        ":root{color-scheme:light;\(light)}"
        + ":root:has(#theme:checked){color-scheme:dark;\(dark)}"
        + "@media (prefers-color-scheme:dark){:root{color-scheme:dark;\(dark)}:root:has(#theme:checked){color-scheme:light;\(light)}}"
        + rules + ChartStyle.pageRules + narrow
        + "@media print{:root,:root:has(#theme:checked){color-scheme:light;\(light);--canvas:#fff}\(print)}"

    private static let rules = """
        *{box-sizing:border-box}
        html{scroll-behavior:smooth;scroll-padding-top:16px;-webkit-text-size-adjust:100%}
        body{margin:0;background:var(--canvas);color:var(--ink);font:15px/1.55 \(ChartStyle.fontFamily);-webkit-font-smoothing:antialiased}
        a{color:var(--accent)}
        a:focus-visible,[tabindex]:focus-visible,audio:focus-visible{outline:2px solid var(--accent);outline-offset:3px;border-radius:6px}
        .page{max-width:1240px;margin:0 auto;padding:0 28px 64px}
        .skip{position:absolute;left:-999px}.skip:focus{left:16px;top:12px;background:var(--surface);padding:8px 14px;z-index:2}
        .bar{display:flex;align-items:center;gap:12px;padding:20px 0;color:var(--muted);font-size:13.5px}
        .brand{display:flex;align-items:center;gap:9px;color:var(--ink);font-weight:650;letter-spacing:-.01em;font-size:15px}
        .brand svg{width:24px;height:24px;display:block}
        .bar .what{padding-left:12px;border-left:1px solid var(--line)}
        .switch{margin-left:auto;display:flex;align-items:center;gap:9px;cursor:pointer;user-select:none}
        .switch input{appearance:none;width:34px;height:20px;border-radius:10px;background:var(--axis);margin:0;position:relative;cursor:pointer;transition:background .15s}
        .switch input::after{content:"";position:absolute;left:2px;top:2px;width:16px;height:16px;border-radius:8px;background:#fff;transition:transform .15s}
        .switch input:checked{background:var(--cell)}.switch input:checked::after{transform:translateX(14px)}
        .switch input:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
        .hero{padding:26px 0 30px}
        h1{font-size:clamp(27px,4.4vw,44px);line-height:1.13;letter-spacing:-.028em;font-weight:680;margin:0;max-width:22em;text-wrap:balance}
        .hero p,.lead,figcaption{text-wrap:pretty}.hero p{margin:16px 0 0;color:var(--muted);font-size:16px;max-width:60em}.hero p b{color:var(--ink);font-weight:600}
        nav.toc{display:flex;flex-wrap:wrap;gap:4px 20px;margin-top:20px;font-size:13.5px}nav.toc a{color:var(--muted);text-decoration:none;padding:3px 0;border-bottom:1px solid transparent}
        nav.toc a:hover{color:var(--ink);border-color:var(--axis)}
        .caveat{display:flex;gap:13px;align-items:flex-start;background:var(--warn-surface);border:1px solid var(--warn-line);color:var(--warn-ink);border-radius:12px;padding:14px 18px;margin:0 0 12px;font-weight:550}
        .caveat svg{flex:none;width:20px;height:20px;margin-top:2px}
        .caveats{margin-bottom:24px}
        .tiles{display:grid;grid-template-columns:repeat(var(--columns,4),minmax(0,1fr));gap:14px}
        .tile,.card{background:var(--surface);border:1px solid var(--line);border-radius:14px;box-shadow:var(--shadow)}
        .tile{padding:17px 20px 18px;min-width:0}
        .tile .label{color:var(--muted);font-size:13.5px}
        .tile .value{font-size:33px;line-height:1.2;font-weight:660;letter-spacing:-.03em;margin-top:5px;font-variant-numeric:tabular-nums}
        .tile .value small{font-size:17px;font-weight:550;color:var(--muted);letter-spacing:0}
        .tile .note{color:var(--muted);font-size:12.5px;margin-top:7px;font-variant-numeric:tabular-nums}
        .track{position:relative;height:5px;border-radius:3px;background:var(--grid);margin-top:12px}
        .track u{position:absolute;left:0;top:0;height:5px;border-radius:3px;background:var(--accent);opacity:.28}
        .track i{position:absolute;top:-2px;height:9px;border-radius:3px;background:var(--accent);opacity:.45;min-width:3px}
        .track b{position:absolute;top:-4px;width:3px;height:13px;margin-left:-1.5px;border-radius:2px;background:var(--accent)}
        .tile.bad .track *{background:var(--error)}
        .tile .note span{white-space:nowrap}
        section{margin-top:52px}
        h2{font-size:21px;line-height:1.3;letter-spacing:-.016em;font-weight:650;margin:0}
        h2+p.lead{margin:5px 0 0;color:var(--muted);max-width:66em}
        h3{font-size:15px;font-weight:620;margin:0}
        .grid{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:14px;margin-top:18px}
        .grid.three{grid-template-columns:repeat(3,minmax(0,1fr))}
        .wide{grid-column:1/-1}
        .card{padding:20px 22px;min-width:0}
        figure{margin:0}figure.card{display:flex;flex-direction:column}
        .stack{display:flex;flex-direction:column;gap:14px;min-width:0}.stack>:last-child{flex:1}
        figure .chart{display:block;width:100%;max-width:560px;height:auto;margin:14px auto 0}
        figcaption{color:var(--muted);font-size:13px;margin-top:auto;padding-top:12px}
        .matrix{overflow-x:auto;margin-top:14px}.matrix .chart{margin:0;max-width:none}
        table{border-collapse:collapse;width:100%;font-size:14px;font-variant-numeric:tabular-nums}
        th{font-weight:550;color:var(--muted);font-size:12.5px;text-align:left;white-space:nowrap}
        td,th{padding:9px 14px 9px 0;border-bottom:1px solid var(--line);vertical-align:middle}
        tr:last-child td{border-bottom:0}
        td.n,th.n{text-align:right}td.n{white-space:nowrap}
        td small{color:var(--muted);font-size:12px;margin-left:5px}
        .scroll{overflow:auto;margin-top:14px}.scroll.tall{max-height:520px}
        .scroll.tall thead th{position:sticky;top:0;background:var(--surface);z-index:1}
        .file{font:12.5px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;overflow-wrap:anywhere}
        td:first-child,th:first-child{padding-left:12px;border-left:3px solid transparent}.wrong td:first-child{border-left-color:var(--error)}
        .verdict{display:flex;align-items:center;flex-wrap:wrap;gap:7px;font-size:14px}
        .chip{display:inline-flex;align-items:center;padding:2px 10px;border-radius:20px;font-size:13px;font-weight:570;border:1px solid var(--axis);max-width:100%;overflow-wrap:anywhere}
        .chip.bad{border-color:transparent;background:var(--error-cell);color:#fff;background:color-mix(in srgb,var(--error) 14%,transparent);color:var(--error)}
        .arrow{color:var(--muted)}
        .score{margin-left:auto;font-variant-numeric:tabular-nums;font-weight:620}
        .mistake .file{color:var(--muted);margin:9px 0 0}.mistake .note{color:var(--muted);font-size:13px;margin:4px 0 0}
        .mistake .chart{display:block;width:100%;height:auto;margin-top:10px}
        .mistake audio{width:100%;height:38px;margin-top:12px}
        .why{margin:12px 0 0;padding-left:18px;font-size:13.5px}.why li{margin:3px 0}
        .mistake .beside{margin-top:14px;padding-top:12px;border-top:1px solid var(--line)}.mistake .beside .file{margin:0}
        .score small{color:var(--muted);font-weight:500}tfoot tr:first-child td{border-top:1px solid var(--axis)}dd small{color:var(--muted)}
        .shots{display:grid;grid-template-columns:repeat(var(--shots,1),minmax(0,1fr));gap:12px;margin-top:12px}
        .shot img,.sheet img{display:block;width:100%;height:auto;max-height:460px;object-fit:contain;border-radius:8px;background:var(--sunken)}
        .sheet img{max-height:none}img.tiny{image-rendering:pixelated}.sheet{margin-top:18px}
        .shot figcaption{padding-top:6px;margin:0;text-align:center}
        .omitted{display:grid;place-items:center;min-height:120px;padding:16px;border:1px dashed var(--axis);border-radius:8px;color:var(--muted);font-size:13px;text-align:center}
        table.tight{font-size:13px}table.tight td,table.tight th{padding:6px 12px 6px 0}table.tight td:first-child,table.tight th:first-child{padding-left:0;border-left:0}
        tr.chosen td{font-weight:640;background:var(--sunken)}
        .fine{color:var(--good);font-weight:600;margin:18px 0 0}
        dl{display:grid;grid-template-columns:minmax(130px,max-content) 1fr;gap:9px 22px;margin:0;font-size:14px}
        dt{color:var(--muted)}dd{margin:0;overflow-wrap:anywhere}
        .card h3+dl,.card h3+pre,.card h3+.scroll{margin-top:14px}
        pre{margin:14px 0 0;padding:14px 16px;background:var(--sunken);border:1px solid var(--line);border-radius:10px;font:13px/1.65 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;white-space:pre-wrap;overflow-wrap:anywhere}
        footer{margin-top:60px;padding-top:18px;border-top:1px solid var(--line);color:var(--muted);font-size:13px}

        """

    private static let narrow = """
        @media screen and (max-width:980px){.tiles{grid-template-columns:repeat(auto-fit,minmax(210px,1fr))}.grid.three{grid-template-columns:repeat(2,minmax(0,1fr))}}
        @media screen and (max-width:760px){.page{padding:0 16px 48px}.grid,.grid.three{grid-template-columns:minmax(0,1fr)}.hero{padding:12px 0 24px}section{margin-top:40px}
        .card{padding:16px;border-radius:12px}.tiles{grid-template-columns:repeat(2,minmax(0,1fr));gap:10px}.tile{padding:13px 15px 15px}.tile .value{font-size:26px}.bar .what,.switch span{display:none}
        dl{grid-template-columns:1fr;gap:2px}dd{margin-bottom:9px}td.file{min-width:168px}
        .shots{grid-template-columns:repeat(2,minmax(0,1fr))}.shot:only-child,.shot:nth-child(3){grid-column:1/-1}
        td,th{padding-right:10px}td small{display:block;margin:0}}

        """

    private static let print = """
        @page{margin:14mm 12mm}
        body{font-size:10pt}.page{max-width:none;padding:0}.bar{padding:0 0 8pt}.switch,nav.toc,audio,.skip{display:none!important}
        h1{font-size:23pt}.hero{padding:4pt 0 12pt}section{margin-top:20pt}.tiles{grid-template-columns:repeat(4,1fr);gap:8pt}.tile{padding:9pt 11pt}.tile .value{font-size:17pt}
        .grid,.grid.three{grid-template-columns:repeat(2,minmax(0,1fr));gap:9pt}.card{padding:11pt 12pt}
        .card,.tile,figure,tr,pre,.caveat{break-inside:avoid;box-shadow:none}.card.flows{break-inside:auto}h2,h3,.lead{break-after:avoid;break-inside:avoid}td,th{padding:3pt 8pt 3pt 0}table{font-size:9pt}thead{display:table-header-group}
        .scroll,.scroll.tall,.matrix{overflow:visible;max-height:none}.scroll.tall thead th{position:static}
        a{color:inherit;text-decoration:none}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}

        """
}

/// What `explore.html` needs beside the style sheet that all pages share.
enum ExplorationStyle {
    static let sheet = """
        .explorer{display:grid;grid-template-columns:minmax(0,1fr) 320px;gap:14px;margin-top:18px;align-items:start}
        .explorer .card{padding:14px}
        .tools{display:flex;flex-wrap:wrap;gap:8px 10px;align-items:center;font-size:13.5px;margin-bottom:10px}
        .tools label{display:flex;align-items:center;gap:7px;color:var(--muted)}
        button,select,input[type=search],textarea{font:inherit;color:inherit;background:var(--surface);border:1px solid var(--axis);border-radius:8px;padding:4px 10px;min-height:32px}
        button{cursor:pointer}button:hover{border-color:var(--muted)}
        button:focus-visible,select:focus-visible,input:focus-visible,textarea:focus-visible,canvas:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
        button[aria-pressed=true]{background:var(--cell);border-color:var(--cell);color:var(--on-cell)}
        .pair{display:flex}.pair button{border-radius:0}.pair button:first-child{border-radius:8px 0 0 8px}.pair button:last-child{border-radius:0 8px 8px 0}.pair button+button{margin-left:-1px}
        .tools .square{min-width:32px;padding:4px 0;text-align:center}
        .tools input[type=search]{width:150px;flex:1 1 120px;max-width:220px}
        .push{margin-left:auto}
        .plane{position:relative;overflow:hidden;border-radius:10px;background:var(--sunken);border:1px solid var(--line)}
        .plane canvas#canvas{display:block;width:100%;height:min(640px,76vh);touch-action:none;cursor:grab}
        #tip{position:absolute;pointer-events:none;z-index:2;display:flex;gap:9px;align-items:center;max-width:330px;padding:7px 10px 7px 7px;background:var(--surface);border:1px solid var(--axis);border-radius:10px;box-shadow:0 4px 16px rgb(0 0 0/.16);font-size:13px;line-height:1.35}
        #tip[hidden],[hidden]{display:none!important}
        #tip b,#tip span{display:block;overflow-wrap:anywhere}#tip span{color:var(--muted);font-size:12px}
        #tip div{min-width:0;padding-left:3px}
        img.small{width:72px;height:56px;object-fit:contain;border-radius:6px;background:var(--sunken);flex:none}
        img.large{display:block;width:100%;max-height:240px;object-fit:contain;border-radius:8px;background:var(--sunken);margin:10px 0}
        img.thumb{display:block;width:84px;height:60px;object-fit:contain;border-radius:6px;background:var(--sunken)}
        [data-image]{flex:none;width:84px;min-height:60px;border-radius:6px;background:var(--sunken)}
        html:not(.alive) [data-image],html:not(.alive) button[data-play],html:not(.alive) button[data-item],html:not(.alive) .explorer{display:none}
        .side{display:flex;flex-direction:column;gap:14px;min-width:0}
        .side h3{display:flex;align-items:center;justify-content:space-between;min-height:24px}
        .side h3 button{font-size:12.5px;font-weight:500;min-height:24px;padding:0 8px}
        .side audio{width:100%;height:36px;margin-top:10px}
        .side h4{margin:14px 0 4px;font-size:12.5px;font-weight:550;color:var(--muted)}
        .side .file{margin:9px 0 0}.remark{margin:9px 0 0;font-size:13px;color:var(--error)}.facts{margin:7px 0 0;color:var(--muted);font-size:12.5px;overflow-wrap:anywhere}
        .hint{color:var(--muted);font-size:13px;margin:8px 0 0}
        #legend,.near{list-style:none;margin:8px 0 0;padding:0;display:flex;flex-direction:column;gap:2px;overflow:auto}#legend{max-height:304px}#detail>.verdict:first-child{margin-top:9px}
        #legend button,.near button{display:flex;width:100%;align-items:center;gap:8px;min-height:28px;padding:1px 7px;border:1px solid transparent;background:none;color:inherit;text-align:left;font-size:13.5px;border-radius:7px}
        #legend button:hover,.near button:hover{background:var(--sunken);border-color:var(--line)}
        #legend button[aria-pressed=false]{color:var(--muted);text-decoration:line-through}#legend button[aria-pressed=false] .swatch{opacity:.25}
        #legend bdi,.near bdi{flex:1;min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}.near bdi{font-size:12.5px;direction:rtl;text-align:left;unicode-bidi:plaintext}
        #legend small,.near small{color:var(--muted);font-variant-numeric:tabular-nums}
        .swatch{width:16px;height:16px;flex:none}.chip .swatch{margin:0 5px 0 -4px}
        #names{width:100%;margin-top:8px;padding:7px 9px;font:12px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;resize:vertical;white-space:pre}
        .row{display:flex;gap:8px;margin-top:8px}.row button{flex:1}
        .below{display:flex;flex-wrap:wrap;gap:4px 18px;justify-content:space-between;color:var(--muted);font-size:12.5px;margin-top:9px}
        kbd{font:inherit;font-size:11.5px;border:1px solid var(--axis);border-radius:4px;padding:0 4px}
        .finds{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:14px;margin-top:18px}
        .find{display:flex;gap:14px;align-items:flex-start;padding:14px 16px}
        .find>div:last-child{min-width:0;flex:1}
        .find .file{margin:6px 0 0;color:var(--ink)}.find .note{margin:5px 0 0;color:var(--muted);font-size:13px;overflow-wrap:anywhere}
        .doing{display:flex;gap:8px;margin-top:9px;flex-wrap:wrap}.doing button,td button,.copies button{font-size:12.5px;min-height:26px;padding:0 9px}
        button.on{background:var(--cell);border-color:var(--cell);color:var(--on-cell)}
        .copies{list-style:none;margin:8px 0 0;padding:0}.copies li{display:flex;gap:10px;align-items:center;padding:6px 0;border-top:1px solid var(--line)}.copies li:first-child{border-top:0}
        .copies .file{flex:1;min-width:0}.copies .chip{font-size:12px;padding:1px 8px}
        .bar-cell{min-width:110px}.bar-cell span{position:relative;display:block;height:8px;border-radius:4px;background:var(--grid)}
        .bar-cell i{position:absolute;top:0;bottom:0;border-radius:4px;background:var(--accent)}.bar-cell i.bad{background:var(--error)}
        .offline{margin-top:18px}.alive .offline{display:none}
        .spoken{position:absolute;left:-999px}
        @media (max-width:1080px){.explorer{grid-template-columns:minmax(0,1fr) 270px}}
        @media (max-width:860px){.explorer,.finds{grid-template-columns:minmax(0,1fr)}.plane canvas#canvas{height:min(520px,68vh)}#legend{max-height:220px;display:grid;grid-template-columns:repeat(auto-fill,minmax(140px,1fr))}}
        @media print{.tools,.below,#tip,.doing,td button,.copies button,.side .row{display:none!important}.finds{grid-template-columns:1fr 1fr}}

        """
}

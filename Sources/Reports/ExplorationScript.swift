/// What makes the map of `explore.html` answer to mouse, fingers and keys.
///
/// Names reach the page as text only: nothing here writes markup.
enum ExplorationScript {
    static let text = #"""
        (() => {
        "use strict";
        const $ = id => document.getElementById(id);
        const data = JSON.parse($("data").textContent);
        const canvas = $("canvas"), pen = canvas.getContext("2d"), tip = $("tip"), count = data.items.length;
        const calm = matchMedia("(prefers-reduced-motion: reduce)");
        let media = null;
        const mediaOf = i => (media ??= JSON.parse($("media").textContent))[i] ?? {};
        const make = (tag, text, cls) => {
          const e = document.createElement(tag);
          if (text !== undefined) e.textContent = text;
          if (cls) e.className = cls;
          return e;
        };

        let width = 0, height = 0, map = 0, field = 0, hover = -1, pinned = -1, lit = -1, query = "";
        let tool = "move", view = {x: 0, y: 0, k: 1}, hidden = new Set(), chosen = new Set(), box = null;
        let pos = data.maps[0].points.map(p => [...p]), inks = {};

        // Where a map's points lie on a square of side 1, its proportions kept.
        const placed = data.maps.map(m => {
          let lo = [Infinity, Infinity], hi = [-Infinity, -Infinity];
          for (const p of m.points) for (const a of [0, 1]) { lo[a] = Math.min(lo[a], p[a]); hi[a] = Math.max(hi[a], p[a]); }
          const mid = [(lo[0] + hi[0]) / 2, (lo[1] + hi[1]) / 2];
          const span = [Math.max(hi[0] - lo[0], 1e-12), Math.max(hi[1] - lo[1], 1e-12)];
          return m.points.map(p => [(p[0] - mid[0]) / span[0], (mid[1] - p[1]) / span[1], span[0] / span[1]]);
        });
        const extent = () => {
          const ratio = placed[map][0]?.[2] || 1, room = 34, w = width - 2 * room, h = height - 2 * room;
          // Far from square is stretched a little rather than left as a strip.
          const r = Math.min(Math.max(ratio, w / h / 1.6), w / h * 1.6);
          return r > w / h ? [w, w / r] : [h * r, h];
        };
        const spot = i => {
          const [w, h] = extent();
          return [width / 2 + view.x + pos[i][0] * w * view.k, height / 2 + view.y + pos[i][1] * h * view.k];
        };
        const kind = i => data.fields[field].of[i];
        const shown = i => !hidden.has(kind(i));
        const found = i => !query || data.items[i].name.toLowerCase().includes(query);
        const readInks = () => {
          const style = getComputedStyle(document.documentElement);
          for (const name of ["ink", "muted", "grid", "axis", "surface", "accent", "error", "series-1", "series-2", "series-3", "series-4", "series-5", "series-6", "series-7", "series-8"])
            inks[name] = style.getPropertyValue("--" + name).trim();
        };
        const paint = s => s.tone === undefined ? inks[s.ink] : mix(s.tone);
        // From wrong over nothing in particular to right.
        const mix = t => {
          const hex = c => [1, 3, 5].map(k => parseInt(c.slice(k, k + 2), 16));
          const [a, b] = t < 0.5 ? [hex(inks.error), hex(inks.axis)] : [hex(inks.axis), hex(inks.accent)];
          const f = t < 0.5 ? t * 2 : t * 2 - 1;
          return "rgb(" + a.map((v, k) => Math.round(v + (b[k] - v) * f)).join() + ")";
        };
        const trace = (mark, x, y, r, p = pen) => {
          const corners = data.marks[mark];
          if (!corners.length) { p.moveTo(x + r, y); p.arc(x, y, r, 0, 7); return; }
          corners.forEach((c, k) => k ? p.lineTo(x + c[0] * r, y + c[1] * r) : p.moveTo(x + c[0] * r, y + c[1] * r));
          p.closePath();
        };
        const radius = () => (count > 3000 ? 2.6 : count > 800 ? 3.6 : 5) * Math.min(1.8, Math.sqrt(view.k));

        function draw() {
          pen.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
          pen.clearRect(0, 0, width, height);
          const r = radius(), styles = data.fields[field].styles, groups = new Map();
          for (let i = 0; i < count; i++) {
            if (!shown(i)) continue;
            const faint = (lit >= 0 && kind(i) !== lit) || !found(i);
            const key = kind(i) * 2 + (faint ? 0 : 1);
            groups.has(key) ? groups.get(key).push(i) : groups.set(key, [i]);
          }
          for (const [key, list] of [...groups].sort((a, b) => a[0] % 2 - b[0] % 2)) {
            const style = styles[key >> 1] ?? {ink: "axis", mark: 0};
            pen.globalAlpha = key % 2 ? 0.9 : 0.13;
            pen.fillStyle = paint(style); pen.strokeStyle = inks.surface; pen.lineWidth = 0.8;
            // A mark of its own each, so that none wears its neighbours' rims; of very many one path, which is faster.
            const apart = count < 4000;
            if (!apart) pen.beginPath();
            for (const i of list) {
              const [x, y] = spot(i);
              if (x < -20 || y < -20 || x > width + 20 || y > height + 20) continue;
              if (apart) pen.beginPath();
              trace(style.mark, x, y, r);
              if (apart) { pen.fill(); pen.stroke(); }
            }
            if (!apart) pen.fill();
          }
          pen.globalAlpha = 1;
          const ring = (i, ink, extra, line) => { const [x, y] = spot(i); pen.beginPath(); pen.arc(x, y, r + extra, 0, 7); pen.strokeStyle = inks[ink]; pen.lineWidth = line; pen.stroke(); };
          if ($("rings").checked) for (const i of data.suspects) if (shown(i) && found(i)) ring(i, "error", 4, 1.8);
          for (const i of chosen) if (shown(i)) ring(i, "accent", 2.5, 2);
          const focus = hover >= 0 ? hover : pinned;
          if (focus >= 0) {
            const [x, y] = spot(focus);
            pen.strokeStyle = inks.muted; pen.lineWidth = 1;
            for (const [j] of data.items[focus].near) if (shown(j)) { const [u, v] = spot(j); pen.globalAlpha = 0.6; pen.beginPath(); pen.moveTo(x, y); pen.lineTo(u, v); pen.stroke(); }
            pen.globalAlpha = 1;
            ring(focus, "ink", 5, 2.2);
          }
          if (box) {
            pen.fillStyle = inks.accent; pen.globalAlpha = 0.12; pen.fillRect(box[0], box[1], box[2] - box[0], box[3] - box[1]);
            pen.globalAlpha = 1; pen.strokeStyle = inks.accent; pen.lineWidth = 1.2; pen.strokeRect(box[0], box[1], box[2] - box[0], box[3] - box[1]);
          }
        }
        let due = false;
        const redraw = () => { if (!due) { due = true; requestAnimationFrame(() => { due = false; draw(); }); } };

        function size() {
          const r = canvas.getBoundingClientRect();
          width = r.width; height = r.height;
          canvas.width = Math.round(width * devicePixelRatio); canvas.height = Math.round(height * devicePixelRatio);
          redraw();
        }
        function show(next) {
          const from = pos.map(p => [p[0], p[1]]);
          map = next;
          document.querySelectorAll("[data-map]").forEach(b => b.setAttribute("aria-pressed", b.dataset.map == next));
          $("axes").textContent = data.maps[next].note;
          const to = placed[next], began = performance.now(), lasts = calm.matches ? 0 : 450;
          const step = now => {
            const t = lasts ? Math.min(1, (now - began) / lasts) : 1, e = t * t * (3 - 2 * t);
            for (let i = 0; i < count; i++) { pos[i][0] = from[i][0] + (to[i][0] - from[i][0]) * e; pos[i][1] = from[i][1] + (to[i][1] - from[i][1]) * e; }
            draw();
            if (t < 1) requestAnimationFrame(step);
          };
          requestAnimationFrame(step);
        }
        const zoom = (factor, x = width / 2, y = height / 2) => {
          const k = Math.min(60, Math.max(0.6, view.k * factor)), f = k / view.k;
          view.x = x - width / 2 - (x - width / 2 - view.x) * f; view.y = y - height / 2 - (y - height / 2 - view.y) * f; view.k = k;
          redraw();
        };
        const whole = () => { view = {x: 0, y: 0, k: 1}; redraw(); };

        const at = (x, y) => {
          let best = -1, least = Math.max(10, radius() + 5) ** 2;
          for (let i = 0; i < count; i++) {
            if (!shown(i)) continue;
            const [u, v] = spot(i), d = (u - x) ** 2 + (v - y) ** 2;
            if (d < least) { least = d; best = i; }
          }
          return best;
        };
        const figure = v => v.toFixed(2).replace("-", "\u2212");
        const describe = i => {
          const item = data.items[i], parts = [item.name, item.label ?? "no label"];
          if (item.silhouette !== null) parts.push("silhouette " + figure(item.silhouette));
          return parts.join(", ");
        };

        // The panel beside the map.
        const sound = $("sound");
        let touched = false;
        addEventListener("pointerdown", () => touched = true, {capture: true});
        addEventListener("keydown", () => touched = true, {capture: true});
        const play = i => {
          const m = mediaOf(i), from = m.sound ?? (data.medium === "sound" ? m.file : undefined);
          if (!from) return;
          if (sound.dataset.item != i) { sound.src = from; sound.dataset.item = i; }
          sound.hidden = false;
          sound.play().catch(() => {});
        };
        const swatch = (style) => {
          const c = document.createElement("canvas"), p = c.getContext("2d"), s = devicePixelRatio;
          c.width = c.height = 16 * s; c.className = "swatch"; c.setAttribute("aria-hidden", "true");
          p.scale(s, s); p.fillStyle = paint(style); p.beginPath(); trace(style.mark, 8, 8, 5.2, p); p.fill();
          return c;
        };
        const classOf = i => data.fields[0].styles[data.fields[0].of[i]] ?? {ink: "axis", mark: 0};
        const picture = (i, cls) => {
          const m = mediaOf(i), from = m.picture ?? (data.medium === "picture" ? m.file : undefined);
          if (!from) return null;
          const e = make("img", undefined, cls);
          e.alt = data.medium === "sound" ? "Spectrogram" : ""; e.src = from; e.loading = "lazy";
          return e;
        };
        let last = -2;
        function panel() {
          const i = hover >= 0 ? hover : pinned;
          if (i === last) return;
          last = i;
          const box = $("detail"); box.replaceChildren();
          $("rest").hidden = i >= 0;
          if (i < 0) { sound.pause(); sound.hidden = true; return; }
          const item = data.items[i], m = mediaOf(i);
          const image = picture(i, "large"); if (image) box.append(image);
          const line = make("div", undefined, "verdict");
          const chip = make("span", undefined, "chip"); chip.append(swatch(classOf(i)), make("bdi", item.label ?? "no label")); line.append(chip);
          if (item.silhouette !== null) { const s = make("span", undefined, "score"); s.append(make("small", "silhouette "), figure(item.silhouette)); line.append(s); }
          box.append(line);
          const name = make("p", undefined, "file"), link = m.file ? make("a") : make("bdi"); link.textContent = item.name;
          if (m.file) link.href = m.file;
          name.append(link); box.append(name);
          for (const text of item.remarks) box.append(make("p", text, "remark"));
          const facts = item.facts.map(f => f.join(": ")).join(" · "); if (facts) box.append(make("p", facts, "facts"));
          if (data.medium === "sound" && (m.sound || m.file)) {
            if (sound.dataset.item != i) { sound.pause(); sound.src = m.sound ?? m.file; sound.dataset.item = i; }
            sound.hidden = false;
          } else { sound.pause(); sound.hidden = true; }
          if (!item.near.length) return;
          box.append(make("h4", "Nearest"));
          const list = make("ul", undefined, "near");
          for (const [j, d] of item.near) {
            const li = make("li"), b = make("button"); b.type = "button"; b.dataset.item = j;
            b.append(swatch(classOf(j)), make("bdi", data.items[j].name), make("small", d < 0.0005 && d > 0 ? d.toExponential(0) : d.toFixed(3)));
            b.title = describe(j); li.append(b); list.append(li);
          }
          box.append(list);
        }
        function enter(i, x, y) {
          if (i === hover) { if (i >= 0) place(x, y); return; }
          hover = i; panel(); redraw();
          canvas.style.cursor = i >= 0 ? "pointer" : tool === "select" ? "crosshair" : "grab";
          tip.hidden = i < 0;
          if (i < 0) { if (pinned < 0) sound.pause(); return; }
          tip.replaceChildren();
          const image = picture(i, "small"); if (image) tip.append(image);
          const words = make("div"); words.append(make("b", data.items[i].label ?? "no label"), make("span", data.items[i].name));
          if (data.items[i].silhouette !== null) words.append(make("span", "silhouette " + figure(data.items[i].silhouette)));
          tip.append(words);
          place(x, y);
          if ($("plays")?.checked && touched) play(i);
        }
        const place = (x, y) => {
          const w = tip.offsetWidth, h = tip.offsetHeight;
          tip.style.left = Math.max(4, Math.min(width - w - 4, x + 16)) + "px";
          tip.style.top = (y + 18 + h > height ? Math.max(4, y - h - 14) : y + 18) + "px";
        };
        function pin(i, sounds = true) {
          pinned = i; last = -2; hover = -1; tip.hidden = true; panel(); redraw();
          $("spoken").textContent = i >= 0 ? describe(i) : "";
          if (i >= 0 && sounds && $("plays")?.checked) play(i);
        }
        function goTo(i) {
          if (!shown(i)) { hidden.delete(kind(i)); legend(); }
          query = ""; $("find").value = "";
          const [w, h] = extent();
          if (view.k < 2.5) view.k = 2.5;
          view.x = -pos[i][0] * w * view.k; view.y = -pos[i][1] * h * view.k;
          pin(i);
        }

        // Classes, or what else colours tell.
        function legend() {
          const list = $("legend"), f = data.fields[field]; list.replaceChildren();
          const counts = new Map(); for (const v of f.of) counts.set(v, (counts.get(v) ?? 0) + 1);
          const add = (v, name, style) => {
            if (!counts.get(v)) return;
            const b = make("button"); b.type = "button"; b.setAttribute("aria-pressed", !hidden.has(v)); b.dataset.kind = v;
            b.title = "Click: hide or show. Double click: this alone.";
            b.append(swatch(style), make("bdi", name), make("small", counts.get(v))); list.append(b);
          };
          f.names.forEach((name, v) => add(v, name, f.styles[v]));
          add(-1, f.none, {ink: "axis", mark: 0});
        }
        $("legend").addEventListener("click", e => {
          const b = e.target.closest("button"); if (!b) return;
          const v = +b.dataset.kind, all = [...$("legend").children].map(c => +c.dataset.kind);
          if (e.detail === 2 || e.altKey) { const alone = all.every(o => o === v || hidden.has(o)); hidden = new Set(alone && e.altKey ? [] : all.filter(o => o !== v)); }
          else hidden.has(v) ? hidden.delete(v) : hidden.add(v);
          for (const c of $("legend").children) c.setAttribute("aria-pressed", !hidden.has(+c.dataset.kind));
          redraw();
        });
        for (const [on, to] of [["pointerover", true], ["focusin", true], ["pointerleave", false], ["focusout", false]])
          $("legend").addEventListener(on, e => { const b = to && e.target.closest("button"); const v = b ? +b.dataset.kind : -1; if (v !== lit) { lit = v; redraw(); } });
        $("all").addEventListener("click", () => { hidden.clear(); legend(); redraw(); });
        $("field").addEventListener("change", e => { field = +e.target.value; hidden.clear(); legend(); redraw(); });

        // Choosing.
        function list() {
          const names = [...chosen].sort((a, b) => a - b).map(i => data.items[i].name);
          $("chosen").hidden = !names.length; $("names").value = names.join("\n"); $("names").rows = Math.min(10, Math.max(2, names.length));
          $("many").textContent = names.length + " " + (names.length === 1 ? data.noun : data.nouns) + " chosen";
          redraw();
        }
        $("copy").addEventListener("click", async e => {
          const text = $("names").value;
          try { await navigator.clipboard.writeText(text); } catch { $("names").select(); document.execCommand("copy"); }
          e.target.textContent = "Copied"; setTimeout(() => e.target.textContent = "Copy names", 1500);
        });
        $("none").addEventListener("click", () => { chosen.clear(); list(); });
        const setTool = t => { tool = t; $("select").setAttribute("aria-pressed", t === "select"); canvas.style.cursor = t === "select" ? "crosshair" : "grab"; };
        $("select").addEventListener("click", () => setTool(tool === "select" ? "move" : "select"));

        // Mouse, pen, fingers.
        const where = e => { const r = canvas.getBoundingClientRect(); return [e.clientX - r.left, e.clientY - r.top]; };
        const down = new Map(); let moved = 0, grip = null;
        canvas.addEventListener("pointerdown", e => {
          if (e.button) return;
          canvas.setPointerCapture(e.pointerId); const p = where(e); down.set(e.pointerId, p); moved = 0;
          if (down.size === 1) { grip = {at: p, x: view.x, y: view.y}; box = tool === "select" || e.shiftKey ? [...p, ...p] : null; }
          else { box = null; grip = null; }
        });
        canvas.addEventListener("pointermove", e => {
          const p = where(e);
          if (!down.has(e.pointerId)) return enter(at(...p), ...p);
          const before = down.get(e.pointerId);
          if (down.size === 2) {
            const other = [...down].find(d => d[0] !== e.pointerId)[1], gap = q => Math.hypot(q[0] - other[0], q[1] - other[1]);
            zoom(gap(p) / Math.max(1, gap(before)), (p[0] + other[0]) / 2, (p[1] + other[1]) / 2);
          } else if (box) { box[2] = p[0]; box[3] = p[1]; moved = 9; redraw(); }
          else if (grip) {
            moved = Math.max(moved, Math.hypot(p[0] - grip.at[0], p[1] - grip.at[1]));
            if (moved > 4) { canvas.style.cursor = "grabbing"; tip.hidden = true; view.x = grip.x + p[0] - grip.at[0]; view.y = grip.y + p[1] - grip.at[1]; redraw(); }
          }
          down.set(e.pointerId, p);
        });
        const up = e => {
          if (!down.delete(e.pointerId)) return;
          const p = where(e);
          if (box && moved > 4) {
            const [x0, x1] = [box[0], box[2]].sort((a, b) => a - b), [y0, y1] = [box[1], box[3]].sort((a, b) => a - b);
            if (!(e.ctrlKey || e.metaKey)) chosen.clear();
            for (let i = 0; i < count; i++) { const [x, y] = spot(i); if (shown(i) && x >= x0 && x <= x1 && y >= y0 && y <= y1) chosen.add(i); }
            list();
          } else if (moved <= 4 && e.type === "pointerup") {
            const i = at(...p);
            if (i >= 0 && (e.ctrlKey || e.metaKey)) { chosen.has(i) ? chosen.delete(i) : chosen.add(i); list(); } else pin(i);
          }
          box = null; grip = null; canvas.style.cursor = tool === "select" ? "crosshair" : "grab"; redraw();
        };
        canvas.addEventListener("pointerup", up); canvas.addEventListener("pointercancel", up);
        canvas.addEventListener("pointerleave", () => enter(-1));
        canvas.addEventListener("wheel", e => { e.preventDefault(); zoom(Math.exp(-e.deltaY * (e.deltaMode ? 0.05 : 0.0016)), ...where(e)); }, {passive: false});
        canvas.addEventListener("dblclick", e => zoom(2, ...where(e)));

        // Keys: from point to point.
        const step = (dx, dy) => {
          const from = pinned >= 0 ? spot(pinned) : [width / 2, height / 2]; let best = -1, least = Infinity;
          for (let i = 0; i < count; i++) {
            if (i === pinned || !shown(i)) continue;
            const [x, y] = spot(i), a = (x - from[0]) * dx + (y - from[1]) * dy, b = Math.abs((x - from[0]) * dy - (y - from[1]) * dx);
            const cost = pinned < 0 ? Math.hypot(x - from[0], y - from[1]) : a > 0.5 ? a + 2 * b : Infinity;
            if (cost < least) { least = cost; best = i; }
          }
          if (best < 0) return;
          pin(best);
          const [x, y] = spot(best);
          if (x < 30 || x > width - 30) view.x -= x - width / 2;
          if (y < 30 || y > height - 30) view.y -= y - height / 2;
        };
        const keys = {
          ArrowLeft: () => step(-1, 0), ArrowRight: () => step(1, 0), ArrowUp: () => step(0, -1), ArrowDown: () => step(0, 1),
          "+": () => zoom(1.4), "=": () => zoom(1.4), "-": () => zoom(1 / 1.4), "0": whole,
          Enter: () => pinned >= 0 && play(pinned), Escape: () => { pin(-1); setTool("move"); },
          " ": () => { if (pinned >= 0) { chosen.has(pinned) ? chosen.delete(pinned) : chosen.add(pinned); list(); } },
          s: () => setTool(tool === "select" ? "move" : "select"), m: () => data.maps.length > 1 && show((map + 1) % data.maps.length),
        };
        canvas.addEventListener("keydown", e => {
          const act = !e.ctrlKey && !e.metaKey && !e.altKey && keys[e.key];
          if (act) { e.preventDefault(); act(); }
        });

        $("find").addEventListener("input", e => { query = e.target.value.trim().toLowerCase(); redraw(); });
        $("find").addEventListener("keydown", e => {
          if (e.key === "Escape") { query = e.target.value = ""; redraw(); }
          if (e.key !== "Enter" || !query) return;
          const all = [...data.items.keys()].filter(found); if (all.length) { chosen = new Set(all); list(); }
        });
        $("rings").addEventListener("change", redraw);
        $("in").addEventListener("click", () => zoom(1.5)); $("out").addEventListener("click", () => zoom(1 / 1.5)); $("fit").addEventListener("click", whole);
        document.querySelectorAll("[data-map]").forEach(b => b.addEventListener("click", () => show(+b.dataset.map)));
        document.addEventListener("click", e => {
          const b = e.target.closest("button[data-item],button[data-play]"); if (!b) return;
          if (b.dataset.play !== undefined) {
            const i = +b.dataset.play;
            if (!sound.paused && sound.dataset.item == i) sound.pause(); else { pin(i, false); play(i); }
          } else { goTo(+b.dataset.item); if (!b.closest("#detail")) $("map").scrollIntoView({behavior: calm.matches ? "auto" : "smooth", block: "start"}); }
        });
        const mark = () => document.querySelectorAll("button[data-play]").forEach(b => b.classList.toggle("on", !sound.paused && sound.dataset.item == b.dataset.play));
        for (const on of ["play", "pause", "ended"]) sound.addEventListener(on, mark);
        // Pictures of the lists below come when they are scrolled to.
        const watch = new IntersectionObserver(seen => {
          for (const s of seen) if (s.isIntersecting) { watch.unobserve(s.target); const e = picture(+s.target.dataset.image, "thumb"); if (e) s.target.append(e); }
        }, {rootMargin: "300px"});
        document.querySelectorAll("[data-image]").forEach(e => watch.observe(e));

        const theme = () => { readInks(); legend(); last = -2; panel(); redraw(); };
        $("theme").addEventListener("change", theme);
        matchMedia("(prefers-color-scheme: dark)").addEventListener("change", theme);
        addEventListener("beforeprint", () => setTimeout(theme)); addEventListener("afterprint", theme);
        new ResizeObserver(size).observe(canvas);
        pos = placed[0].map(p => [p[0], p[1]]);
        document.documentElement.classList.add("alive");
        readInks(); size(); legend(); setTool("move"); $("axes").textContent = data.maps[0].note; draw();
        })();
        """#
}

// The chain page: cards from the upper levels (left) to the lower ones (right), which open and close what is below them.
// Cards are HTML, so that their text wraps, can be found, copied, read aloud and reached by the keyboard; dagre places them.
import { Graph, layout } from "@dagrejs/dagre";
import "./chain.css";
import { button, data, el, say } from "./dom";

interface Card {
  id: string; column: number; kind: string; name: string; label: string; paper: string; doubt: string; text: string; deadline: string;
  roles: [string, string, string][]; href: string; here: boolean;
}
interface Line { upper: string; lower: string; style: string; name: string; quote: string }
interface Page { columns: string[]; cards: Card[]; lines: Line[]; words: Record<string, string> }

const WIDTH = 264; // pixels of a card
const MANY = 60; // a larger chain begins closed
const [BESIDE, BELOW] = [96, 14]; // between columns and between cards

const page = data<Page>("chain-data");
const place = document.getElementById("chain");
if (page && place) chain(page, place);

function chain(page: Page, place: HTMLElement): void {
  const words = page.words;
  const cards = new Map(page.cards.map((c) => [c.id, c]));
  const down = new Map<string, string[]>();
  const up = new Map<string, string[]>();
  for (const { upper, lower, style } of page.lines) {
    if (style === "aligned" || upper === lower) continue;
    down.set(upper, [...(down.get(upper) ?? []), lower]);
    up.set(lower, [...(up.get(lower) ?? []), upper]);
  }
  const asked = new URLSearchParams(location.search);
  const usual = page.cards.length > MANY ? "closed" : "open";
  let shape = ["open", "closed"].find((x) => x === asked.get("shape")) ?? usual;
  const parents = page.cards.filter((c) => down.has(c.id)).map((c) => c.id);
  // a paper that was asked for stays in sight
  const folded = new Set(parents.filter((id) => !down.get(id)?.some((x) => cards.get(x)?.here && cards.get(x)?.kind === "document")));
  const shut = new Set<string>(shape === "closed" ? folded : []);
  // the address says whether all are open or closed, and names those that are not
  for (const id of asked.getAll("flip")) if (down.has(id)) flip(id);
  let scale = 1;

  const status = el("p", { class: "soft", role: "status", "aria-live": "polite" });
  const lines = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  lines.setAttribute("aria-hidden", "true");
  const sheet = el("div", { class: "chain-sheet" });
  sheet.append(lines);
  const heads = page.columns.map((name) => el("p", { class: "chain-head" }, name));
  const strip = el("div", { class: "chain-strip" }, ...heads);
  const window_ = el("div", { class: "chain-window", tabindex: "0", role: "group", "aria-label": words["chain-picture"] ?? "" }, strip, sheet);
  const made = new Map<string, { box: HTMLElement; knob: HTMLButtonElement | null }>();
  for (const card of page.cards) made.set(card.id, make(card));
  const link = button(words["chain-link"] ?? "", () => {
    void navigator.clipboard?.writeText(location.href).then(() => (status.textContent = words["chain-copied"] ?? ""));
  }, { class: "quiet" });
  place.append(
    el("div", { class: "chain-tools" },
      button(words["chain-all"] ?? "", () => all(false), { class: "quiet" }),
      button(words["chain-close"] ?? "", () => all(true), { class: "quiet" }),
      button("＋", () => zoom(1.2), { class: "quiet", "aria-label": words["chain-in"] ?? "" }),
      button("－", () => zoom(1 / 1.2), { class: "quiet", "aria-label": words["chain-out"] ?? "" }),
      link,
    ),
    status,
    window_,
  );
  place.hidden = false;
  draw();
  look();
  place.dataset.ready = "yes";

  /** Bring into sight what was asked for, else the first card. */
  function look(): void {
    const seen = page.cards.filter((c) => !made.get(c.id)?.box.hidden);
    const at = made.get((seen.find((c) => c.here) ?? seen[0])?.id ?? "")?.box;
    if (!at) return;
    window_.scrollTop = at.offsetTop * scale - window_.clientHeight / 3;
    window_.scrollLeft = at.offsetLeft * scale - Math.max(0, window_.clientWidth - WIDTH * scale) / 2;
  }

  function flip(id: string): void {
    if (!shut.delete(id)) shut.add(id);
  }

  function make(card: Card): { box: HTMLElement; knob: HTMLButtonElement | null } {
    const box = el("article", { class: `chain-card k-${card.kind}${card.here ? " here" : ""}`, "data-id": card.id });
    const head = el("p", { class: "chain-name" }, el("a", { href: card.href }, card.label));
    head.append(el("span", { class: "soft" }, ` ${card.paper ? `${card.paper} · ` : ""}${card.name}${card.here ? ` · ${words["chain-here"] ?? ""}` : ""}`));
    box.append(head);
    if (card.text && card.text !== card.label) box.append(el("p", { class: "chain-words" }, card.text));
    if (card.doubt) box.append(el("p", { class: "doubt" }, `⚠ ${card.doubt}`));
    for (const [role, name, bodies] of card.roles) {
      box.append(el("p", { class: "chain-bodies" }, el("span", { class: `rel r-${role}` }, name), ` ${bodies}`));
    }
    if (card.deadline) box.append(el("p", { class: "soft" }, `${words["chain-deadline"] ?? ""} ${card.deadline}`));
    const below = down.get(card.id)?.length ?? 0;
    let knob: HTMLButtonElement | null = null;
    if (below) {
      knob = button("", () => {
        flip(card.id);
        draw(card.id);
      }, { class: "chain-knob quiet" });
      box.append(knob);
    }
    sheet.append(box);
    return { box, knob };
  }

  function all(closed: boolean): void {
    shut.clear();
    shape = closed ? "closed" : "open";
    if (closed) for (const id of folded) shut.add(id);
    draw();
    look();
  }

  function zoom(by: number): void {
    scale = Math.min(2, Math.max(0.3, scale * by));
    draw();
  }

  /** The cards that are not behind a closed one: those with nothing above them, and what open ones have below. */
  function visible(): Set<string> {
    const found = new Set(page.cards.filter((c) => !up.has(c.id)).map((c) => c.id));
    if (!found.size && page.cards[0]) found.add(page.cards[0].id);
    const edge = [...found];
    for (let id = edge.pop(); id !== undefined; id = edge.pop()) {
      if (shut.has(id)) continue;
      for (const lower of down.get(id) ?? []) {
        if (!found.has(lower)) {
          found.add(lower);
          edge.push(lower);
        }
      }
    }
    return found;
  }

  function draw(kept?: string): void {
    const anchor = kept ? made.get(kept)?.box : undefined;
    const before = anchor ? anchor.getBoundingClientRect().top : 0;
    const seen = visible();
    for (const [id, { box, knob }] of made) {
      box.hidden = !seen.has(id);
      if (!knob) continue;
      const open = !shut.has(id);
      const count = down.get(id)?.length ?? 0;
      knob.textContent = open ? "−" : `+${count}`;
      knob.setAttribute("aria-expanded", String(open));
      knob.setAttribute("aria-label", `${open ? words["chain-shut"] : say(words["chain-open"], count)}${String(words["colon"] ?? "：")}${cards.get(id)?.label ?? ""}`);
    }
    const places = placed(seen);
    let [width, height] = [0, 0];
    for (const [id, [x, y, h]] of places) {
      const box = made.get(id)?.box;
      if (!box) continue;
      box.style.left = `${x}px`;
      box.style.top = `${y}px`;
      width = Math.max(width, x + WIDTH + 40);
      height = Math.max(height, y + h + 20);
    }
    heads.forEach((head, i) => {
      head.style.left = `${i * (WIDTH + BESIDE) * scale}px`;
      width = Math.max(width, i * (WIDTH + BESIDE) + WIDTH + 40);
    });
    lines.setAttribute("width", String(width));
    lines.setAttribute("height", String(height));
    lines.replaceChildren(...page.lines.filter((l) => seen.has(l.upper) && seen.has(l.lower) && !(shut.has(l.upper) && l.style !== "aligned")).map((l) => draft(l, places)));
    strip.style.width = `${width * scale}px`;
    sheet.style.width = `${width}px`;
    sheet.style.height = `${height}px`;
    sheet.style.transform = `scale(${scale})`;
    sheet.style.marginBottom = `${height * (scale - 1)}px`;
    status.textContent = say(words["chain-shown"], seen.size, page.cards.length);
    const address = new URL(location.href);
    address.searchParams.delete("flip");
    address.searchParams.delete("shape");
    if (shape !== usual) address.searchParams.set("shape", shape);
    for (const id of parents) if (shut.has(id) !== (shape === "closed" && folded.has(id))) address.searchParams.append("flip", id);
    history.replaceState(null, "", address);
    if (anchor) window_.scrollTop += anchor.getBoundingClientRect().top - before;
  }

  /** Place what is seen: columns by level; what hangs together below what stands before it in the papers. */
  function placed(seen: Set<string>): Map<string, [number, number, number]> {
    const joined = page.lines.filter((l) => seen.has(l.upper) && seen.has(l.lower) && l.upper !== l.lower && !(shut.has(l.upper) && l.style !== "aligned"));
    const near = new Map<string, string[]>();
    for (const { upper, lower } of joined) {
      near.set(upper, [...(near.get(upper) ?? []), lower]);
      near.set(lower, [...(near.get(lower) ?? []), upper]);
    }
    const found = new Map<string, [number, number, number]>();
    let top = 8;
    for (const { id } of page.cards) { // which come as the papers have them
      if (!seen.has(id) || found.has(id)) continue;
      const group = new Set([id]);
      for (const one of group) for (const other of near.get(one) ?? []) group.add(other); // a set grows while it is walked
      top += together(group, joined, top, found) + BELOW;
    }
    return found;
  }

  /** Place cards that hang together from ``top`` on, by dagre, which keeps linked ones near and lines apart; return their height. */
  function together(group: Set<string>, joined: Line[], top: number, found: Map<string, [number, number, number]>): number {
    const graph = new Graph();
    graph.setGraph({ rankdir: "LR", nodesep: BELOW, ranksep: BESIDE, edgesep: 4 });
    graph.setDefaultEdgeLabel(() => ({}));
    const first = Math.min(...[...group].map((id) => cards.get(id)?.column ?? 0));
    graph.setNode(" ", { width: 1, height: 1 });
    const order = page.cards.filter((c) => group.has(c.id));
    for (const { id } of order) graph.setNode(id, { width: WIDTH, height: made.get(id)?.box.offsetHeight ?? 80 });
    const held = new Set<string>();
    for (const { upper, lower } of joined) {
      const steps = group.has(upper) ? (cards.get(lower)?.column ?? 0) - (cards.get(upper)?.column ?? 0) : 0;
      if (steps < 1) continue;
      graph.setEdge(upper, lower, { minlen: steps });
      held.add(lower);
    }
    for (const { id, column } of order) if (!held.has(id)) graph.setEdge(" ", id, { minlen: 1 + column - first, weight: 0 });
    layout(graph);
    const spots = order.map(({ id, column }) => {
      const { y, height } = graph.node(id) as { y: number; height: number };
      return { id, column, y, height };
    });
    // dagre knows no first and last: turned over where more cards stand against the order of the papers than with it
    let against = 0;
    spots.forEach((b, n) => { for (const a of spots.slice(0, n)) if (a.column === b.column) against += a.y > b.y ? 1 : -1; });
    if (against > 0) for (const spot of spots) spot.y = -spot.y;
    const least = Math.min(...spots.map((s) => s.y - s.height / 2));
    for (const s of spots) found.set(s.id, [s.column * (WIDTH + BESIDE), Math.round(top + s.y - s.height / 2 - least), s.height]);
    return Math.max(...spots.map((s) => s.y + s.height / 2)) - least;
  }

  function draft(line: Line, places: Map<string, [number, number, number]>): SVGElement {
    const [a, b] = [places.get(line.upper), places.get(line.lower)] as [[number, number, number], [number, number, number]];
    const [left, right] = a[0] <= b[0] ? [a, b] : [b, a];
    const [y1, y2] = [left[1] + left[2] / 2, right[1] + right[2] / 2];
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    if (left[0] === right[0]) {
      const x = left[0] + WIDTH;
      const bend = x + 20 + Math.min(60, Math.abs(y1 - y2) / 8);
      path.setAttribute("d", `M${x} ${y1} C${bend} ${y1} ${bend} ${y2} ${x} ${y2}`);
    } else {
      const [x1, x2] = [left[0] + WIDTH, right[0]];
      const middle = x2 - BESIDE / 2;
      path.setAttribute("d", `M${x1} ${y1} C${x1 + BESIDE / 2} ${y1} ${middle} ${y2} ${x2} ${y2}`);
    }
    path.setAttribute("class", `chain-line s-${line.style}`);
    const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
    title.textContent = line.quote ? `${line.name}：${line.quote}` : line.name;
    path.append(title);
    return path;
  }
}

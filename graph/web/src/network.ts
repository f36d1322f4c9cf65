// The network page: walk through the graph node by node. The server's list of neighbours below it says the same in text.
import "./network.css";
import type { Core, EdgeSingular, NodeSingular } from "cytoscape";
import cytoscape from "./cytoscape";
import { ask, button, colour, dark, data, el, lighter, save, say } from "./dom";
import { svg } from "./network-svg";
import type { Around, Dot, Page, Tie, Way } from "./network-types";

const MOST = 400; // nodes shown at one time
const READABLE = 0.7; // a picture that does not fit at this scale is shown around the node in question
const FONT = getComputedStyle(document.body).fontFamily;
const SHAPES: Record<string, string> = {
  square: "rectangle", dot: "ellipse", circle: "ellipse", ellipse: "ellipse", hexagon: "hexagon", box: "round-rectangle",
  text: "round-rectangle", diamond: "diamond", triangle: "triangle", triangleDown: "vee", database: "barrel", star: "star",
};

interface Expansion { start: number; more: number; total: number }

const page = data<Page>("network-data");
const stage = document.getElementById("network");
if (page && stage) network(page, stage);

function network(page: Page, stage: HTMLElement): void {
  const words = page.words;
  const opened = new Map<string, Expansion>(); // node -> what was added around it
  const parent = new Map<string, string>(); // node -> the node around which it was added
  const hidden = { kinds: new Set<string>(), relations: new Set<string>() };
  let way: string[] = [];
  let centre = "";
  let chosen = "";
  let from = "";

  const canvas = el("div", { class: "canvas", tabindex: "0", role: "application", "aria-label": words["net-canvas"] ?? "", "aria-describedby": "network-keys" });
  const status = el("p", { class: "soft", role: "status", "aria-live": "polite" });
  const panel = el("section", { class: "net-panel", "aria-label": words["net-chosen"] ?? "" });
  const list = el("ul", { class: "plain net-list" });
  const tools = el("div", { class: "net-tools" });
  const filters = el("details", { class: "net-filters" }, el("summary", {}, words["net-filter"] ?? ""));
  const keys = el("p", { class: "soft", id: "network-keys" }, words["net-keys"] ?? "");
  const side = el("div", { class: "net-side" }, panel, filters, el("details", { open: "" }, el("summary", {}, words["net-shown"] ?? ""), list));
  stage.append(tools, el("div", { class: "net-stage" }, canvas, side), status, keys);
  stage.hidden = false;

  const cy = cytoscape({
    container: canvas,
    minZoom: 0.1,
    maxZoom: 3,
    boxSelectionEnabled: false,
    autoungrabify: false,
    style: look(),
  });

  // --- how it looks ---------------------------------------------------------------------------
  function look(): cytoscape.StylesheetStyle[] {
    const night = dark();
    const [ink, paper, focus] = [colour("--ink") || "#1f2933", colour("--paper") || "#fbfaf7", colour("--focus") || "#2b456d"];
    const seen = (c: string): string => (night ? lighter(c, 0.45) : c);
    return [
      {
        selector: "node",
        style: {
          label: "data(shown)", "font-family": FONT, "font-size": 12, color: ink, "text-wrap": "wrap", "text-valign": "bottom",
          "text-margin-y": 4, "text-outline-color": paper, "text-outline-width": 2.5, width: 22, height: 22, "border-width": 1.5,
          "min-zoomed-font-size": 7,
        },
      },
      ...Object.entries(page.kinds).map(([kind, k]) => ({
        selector: `node[kind = "${kind}"]`,
        style: { shape: (SHAPES[k.shape] ?? "ellipse") as cytoscape.Css.NodeShape, "background-color": k.fill, "border-color": seen(k.border) },
      })),
      { selector: "node[kind = '+']", style: { shape: "round-rectangle", width: 34, height: 18, "background-color": paper, "border-color": ink, "border-style": "dashed" } },
      { selector: "node.centre", style: { width: 34, height: 34, "font-size": 14, "font-weight": "bold" } },
      { selector: "edge", style: { "curve-style": "bezier", "target-arrow-shape": "triangle", "arrow-scale": 0.8, width: 1.2 } },
      ...Object.entries(page.relations).map(([relation, r]) => ({
        selector: `edge[relation = "${relation}"]`,
        style: {
          "line-color": seen(r.colour), "target-arrow-color": seen(r.colour), width: r.width,
          "line-style": (r.dashes.length ? "dashed" : "solid") as "dashed" | "solid", "line-dash-pattern": r.dashes.length ? r.dashes : [6, 3],
        },
      })),
      { selector: "edge[relation = '+']", style: { "line-color": ink, "line-style": "dotted", "target-arrow-shape": "none", width: 1 } },
      { selector: "edge.near, edge.way", style: { label: "data(name)", "font-size": 10, "font-family": FONT, color: ink, "text-background-color": paper, "text-background-opacity": 1, "text-background-padding": "2px" } },
      { selector: ".way", style: { "z-index": 9, width: 4 } },
      { selector: "node.way", style: { width: 30, height: 30, "border-width": 4, "border-color": focus } },
      { selector: "node:selected", style: { "border-width": 5, "border-color": focus } },
      { selector: ".off", style: { display: "none" } },
    ] as cytoscape.StylesheetStyle[];
  }
  const repaint = (): void => void cy.style(look());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  document.addEventListener("themechange", repaint);

  // --- what is shown --------------------------------------------------------------------------
  const shown = (): NodeSingular[] => cy.nodes("[kind != '+']").toArray() as NodeSingular[];
  const node = (id: string): NodeSingular => cy.getElementById(id) as unknown as NodeSingular;
  const wrapped = (label: string): string => {
    const signs = [...label];
    const wide = signs.some((s) => s > "\u2e80") ? 9 : 16;
    const rows = [signs.slice(0, wide).join(""), signs.slice(wide, 2 * wide).join("")].filter(Boolean);
    return rows.join("\n") + (signs.length > 2 * wide ? "…" : "");
  };

  function add(dots: Dot[], ties: Tie[], around: string): string[] {
    const fresh = dots.filter((d) => node(d.id).empty());
    const middle = around && node(around).nonempty() ? node(around).position() : { x: 0, y: 0 };
    const away = Math.atan2(middle.y, middle.x);
    fresh.forEach((d, i) => {
      const whole = opened.size <= 1 || around === centre;
      const angle = whole ? (2 * Math.PI * i) / fresh.length : away - 1.2 + (2.4 * (i + 0.5)) / fresh.length;
      const far = 130 + 60 * (i % 2);
      cy.add({
        data: { ...d, shown: wrapped(d.label) },
        position: fresh.length === 1 && !around ? middle : { x: middle.x + far * Math.cos(angle), y: middle.y + far * Math.sin(angle) },
      });
      if (around) parent.set(d.id, around);
    });
    for (const t of ties) {
      const id = `${t.source} ${t.relation} ${t.target}`;
      if (node(t.source).nonempty() && node(t.target).nonempty() && cy.getElementById(id).empty()) {
        cy.add({ data: { id, ...t, name: page.relations[t.relation]?.label ?? t.relation } });
      }
    }
    return fresh.map((d) => d.id);
  }

  async function expand(id: string): Promise<void> {
    const before = opened.get(id);
    if (before && !before.more) return;
    if (shown().length >= MOST) return tell(say(words["net-full"], MOST));
    const first = cy.nodes().empty();
    const found = await ask<Around>("/data/neighbours", [
      ["of", id],
      ["start", String(before ? before.start : 0)],
      ...[...hidden.kinds].length ? chosenOf("kind", page.kinds, hidden.kinds) : [],
      ...[...hidden.relations].length ? chosenOf("relation", page.relations, hidden.relations) : [],
      ...shown().map((n): [string, string] => ["known", n.id()]),
    ]);
    if (first) {
      centre = found.centre.id;
      add([found.centre], [], "");
      node(centre).addClass("centre");
    }
    const self = found.centre.id;
    const fresh = add(found.nodes, found.ties, self);
    opened.set(self, { start: found.start + found.nodes.length, more: found.more, total: found.total });
    rest(self);
    arrange(first ? [] : [self]);
    refresh();
    choose(self);
    tell(say(words["net-added"], fresh.length, found.more));
  }

  function chosenOf(name: string, all: object, off: Set<string>): [string, string][] {
    return Object.keys(all).filter((k) => !off.has(k)).map((k): [string, string] => [name, k]);
  }

  /** Keep the node that says how many more there are. */
  function rest(id: string): void {
    const plus = `+${id}`;
    cy.getElementById(plus).remove();
    const more = opened.get(id)?.more ?? 0;
    if (!more) return;
    const { x, y } = node(id).position();
    cy.add({ data: { id: plus, kind: "+", shown: say(words["net-more"], more), label: say(words["net-more"], more) }, position: { x: x + 40, y: y + 60 } });
    cy.add({ data: { id: `${plus} edge`, source: id, target: plus, relation: "+", name: "" } });
  }

  function collapse(id: string): void {
    const gone = new Set<string>();
    const down = (up: string): void => {
      for (const [child, by] of parent) {
        if (by === up && child !== centre && !gone.has(child)) {
          gone.add(child);
          down(child);
        }
      }
    };
    down(id);
    for (const child of gone) {
      parent.delete(child);
      opened.delete(child);
      node(child).remove();
      cy.getElementById(`+${child}`).remove();
    }
    opened.delete(id);
    cy.getElementById(`+${id}`).remove();
    way = way.filter((w) => !gone.has(w));
    refresh();
    choose(id);
    tell(say(words["net-removed"], gone.size));
  }

  function arrange(fixed: string[]): void {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const layout = cy.layout({
      name: "fcose", quality: "default", randomize: false, animate: !still, animationDuration: 350, fit: true, padding: 40,
      nodeSeparation: 130, idealEdgeLength: () => 140, nodeRepulsion: () => 24000, gravity: 0.15, packComponents: false, nodeDimensionsIncludeLabels: true,
      fixedNodeConstraint: fixed.length ? fixed.map((id) => ({ nodeId: id, position: { ...node(id).position() } })) : undefined,
    } as unknown as cytoscape.LayoutOptions);
    const middle = fixed[0] ?? centre;
    layout.one("layoutstop", () => {
      if (cy.zoom() >= READABLE) return;
      cy.zoom(READABLE);
      cy.center(node(middle));
    });
    layout.run();
  }

  // --- in words -------------------------------------------------------------------------------
  const tell = (text: string): void => void (status.textContent = text);

  function choose(id: string): void {
    chosen = id;
    cy.elements().unselect().removeClass("near");
    const it = node(id);
    it.select();
    const near = it.connectedEdges("[relation != '+']");
    if (near.length <= 12) near.addClass("near"); // more names than that cover each other; the panel has them all
    panel.replaceChildren();
    if (it.empty()) return;
    const kind = page.kinds[it.data("kind") as string]?.label ?? "";
    panel.append(el("h2", {}, String(it.data("label"))), el("p", { class: "soft" }, kind));
    const grown = opened.get(id);
    const acts = el("p", { class: "net-acts" });
    if (!grown) acts.append(button(words["net-expand"] ?? "", () => run(expand(id))));
    else {
      if (grown.more) acts.append(button(say(words["net-next"], Math.min(25, grown.more)), () => run(expand(id))));
      acts.append(button(words["net-collapse"] ?? "", () => collapse(id), { class: "quiet" }));
    }
    if (from && from !== id) acts.append(button(say(words["net-path-to"], String(node(from).data("label") ?? from)), () => run(path(from, id)), { class: "quiet" }));
    acts.append(button(words["net-path-from"] ?? "", () => { from = id; tell(say(words["net-path-pick"], String(it.data("label")))); choose(id); }, { class: "quiet" }));
    acts.append(el("a", { href: String(it.data("href")) }, words["net-open"] ?? ""));
    panel.append(acts);
    const lines = it.connectedEdges("[relation != '+']:visible").toArray() as EdgeSingular[];
    panel.append(
      el("ul", { class: "plain" }, ...lines.map((e) => {
        const out = e.data("source") === id;
        const other = out ? e.target() : e.source();
        return el("li", {}, `${out ? "→" : "←"} ${e.data("name")} `, button(String(other.data("label")), () => choose(other.id()), { class: "linklike" }));
      })),
    );
    for (const row of list.querySelectorAll("button")) row.setAttribute("aria-pressed", String(row.dataset.id === id));
  }

  function refresh(): void {
    cy.batch(() => {
      cy.nodes("[kind != '+']").forEach((n) => void n.toggleClass("off", hidden.kinds.has(n.data("kind") as string) && n.id() !== centre));
      cy.edges("[relation != '+']").forEach((e) => void e.toggleClass("off", hidden.relations.has(e.data("relation") as string)));
      cy.elements().removeClass("way");
      way.forEach((id, i) => {
        node(id).addClass("way");
        const next = way[i + 1];
        if (next) node(id).edgesWith(node(next)).addClass("way");
      });
    });
    const rows = shown().filter((n) => !n.hasClass("off"));
    list.replaceChildren(
      ...rows.map((n) => {
        const many = n.connectedEdges("[relation != '+']:visible").length;
        const kind = page.kinds[n.data("kind") as string]?.label ?? "";
        return el("li", {}, button(String(n.data("label")), () => { choose(n.id()); cy.animate({ center: { eles: n }, duration: 200 }); }, {
          class: "linklike", "data-id": n.id(), "aria-pressed": String(n.id() === chosen),
        }), el("span", { class: "soft" }, ` ${kind} · ${say(words["net-ties"], many)}`));
      }),
    );
    remember();
  }

  function remember(): void {
    const address = new URL(location.href);
    for (const name of ["open", "hide", "to"]) address.searchParams.delete(name);
    address.searchParams.set("of", centre || page.of);
    for (const id of opened.keys()) if (id !== centre) address.searchParams.append("open", id);
    for (const name of [...hidden.kinds, ...hidden.relations]) address.searchParams.append("hide", name);
    if (way.length > 1) address.searchParams.set("to", way[way.length - 1] as string);
    history.replaceState(null, "", address);
  }

  async function path(one: string, other: string): Promise<void> {
    const found = await ask<Way>("/data/path", [["from", one], ["to", other], ...[...hidden.relations].length ? chosenOf("relation", page.relations, hidden.relations) : []]);
    if (!found.nodes.length) return tell(words["net-path-none"] ?? "");
    found.nodes.forEach((dot, i) => add([dot], [], i ? (found.nodes[i - 1] as Dot).id : ""));
    add([], found.ties, "");
    way = found.nodes.map((d) => d.id);
    arrange([one]);
    refresh();
    choose(other);
    tell(say(words["net-path-found"], found.nodes.length - 1, found.nodes.map((d) => d.label).join(" → ")));
  }

  const run = (work: Promise<void>): void => void work.catch((error: Error) => tell(error.message));

  // --- tools ----------------------------------------------------------------------------------
  const zoom = (by: number): void => void cy.zoom({ level: cy.zoom() * by, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
  const ground = (): string => colour("--paper") || "#fbfaf7";
  tools.append(
    button("＋", () => zoom(1.25), { class: "quiet", "aria-label": words["net-in"] ?? "" }),
    button("－", () => zoom(0.8), { class: "quiet", "aria-label": words["net-out"] ?? "" }),
    button(words["net-fit"] ?? "", () => cy.fit(undefined, 40), { class: "quiet" }),
    button("PNG", () => save("network.png", cy.png({ output: "blob", full: true, scale: 2, bg: ground(), maxWidth: 8000, maxHeight: 8000 }) as unknown as Blob), { class: "quiet" }),
    button("SVG", () => save("network.svg", new Blob([svg(cy, ground(), colour("--ink"), FONT)], { type: "image/svg+xml" })), { class: "quiet" }),
    button("GEXF", () => {
      const asked = new URLSearchParams(shown().map((n) => ["node", n.id()]));
      el("a", { href: `/data/network.gexf?${asked}`, download: "network.gexf" }).click();
    }, { class: "quiet" }),
  );

  function filter(title: string, all: Record<string, { label: string; fill?: string; colour?: string }>, off: Set<string>): HTMLFieldSetElement {
    const box = el("fieldset", {}, el("legend", {}, title));
    for (const [name, { label, ...rest }] of Object.entries(all)) {
      const look = rest.fill ?? rest.colour ?? "";
      const tick = el("input", { type: "checkbox", value: name });
      tick.checked = !off.has(name);
      tick.addEventListener("change", () => {
        if (tick.checked) off.delete(name);
        else off.add(name);
        for (const grown of opened.values()) if (grown.more) grown.start = 0; // what comes next is counted anew
        refresh();
        if (chosen) choose(chosen);
      });
      const sign = el("span", { class: "net-sign", "aria-hidden": "true" });
      sign.style.setProperty("--sign", look);
      box.append(el("label", {}, tick, " ", sign, ` ${label}`));
    }
    return box;
  }

  cy.on("tap", "node", (event) => {
    const it = event.target as NodeSingular;
    if (it.data("kind") === "+") run(expand(it.id().slice(1)));
    else choose(it.id());
  });
  cy.on("dbltap", "node", (event) => {
    const id = (event.target as NodeSingular).id();
    if (id.startsWith("+")) return;
    if (opened.has(id)) collapse(id);
    else run(expand(id));
  });

  /** The visible node that lies nearest in a direction from the chosen one. */
  function toward(dx: number, dy: number): string {
    const here = node(chosen || centre).position();
    let best = "";
    let least = Infinity;
    for (const n of shown()) {
      if (n.hasClass("off") || n.id() === chosen) continue;
      const [x, y] = [n.position().x - here.x, n.position().y - here.y];
      const along = x * dx + y * dy;
      const cost = Math.hypot(x, y) + 2 * Math.abs(x * dy - y * dx);
      if (along > 0 && cost < least) [best, least] = [n.id(), cost];
    }
    return best;
  }
  canvas.addEventListener("keydown", (event) => {
    const steps: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const step = steps[event.key];
    if (step && event.shiftKey) cy.panBy({ x: -60 * step[0], y: -60 * step[1] });
    else if (step) {
      const next = toward(...step);
      if (next) {
        choose(next);
        tell(String(node(next).data("label")));
        cy.animate({ center: { eles: node(next) }, duration: 120 });
      }
    } else if (event.key === "Enter" || event.key === " ") {
      if (!opened.has(chosen) || opened.get(chosen)?.more) run(expand(chosen));
      else collapse(chosen);
    } else if (event.key === "Backspace" || event.key === "Delete") {
      if (opened.has(chosen)) collapse(chosen);
    } else if (event.key === "+" || event.key === "=") zoom(1.25);
    else if (event.key === "-") zoom(0.8);
    else if (event.key === "0") cy.fit(undefined, 40);
    else return;
    event.preventDefault();
  });

  // --- begin: what the address says -----------------------------------------------------------
  const asked = new URLSearchParams(location.search);
  for (const name of asked.getAll("hide")) {
    if (name in page.kinds) hidden.kinds.add(name);
    if (name in page.relations) hidden.relations.add(name);
  }
  for (const [name, all, off] of [["kind", page.kinds, hidden.kinds], ["relation", page.relations, hidden.relations]] as const) {
    const only = asked.getAll(name);
    if (only.length) for (const other of Object.keys(all)) if (!only.includes(other)) off.add(other);
  }
  filters.append(filter(words["net-kinds"] ?? "", page.kinds, hidden.kinds), filter(words["net-relations"] ?? "", page.relations, hidden.relations));
  run(
    (async () => {
      await expand(page.of);
      for (const id of asked.getAll("open").slice(0, 12)) if (node(id).nonempty()) await expand(id);
      if (page.to) await path(page.of, page.to);
      stage.dataset.ready = "yes";
    })(),
  );
  Object.assign(window, { policykg: { cy: cy as Core, choose, expand, collapse, path } }); // for tests and the curious
}

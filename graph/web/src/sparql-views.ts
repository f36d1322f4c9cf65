// Two more views of an answer: bars (a name and a number in each row), and a picture (triples, or two nodes in each row).
import { colour, dark, el, lighter, say } from "./dom";

interface Value { value: string; type: string; datatype?: string }
interface Answer {
  results?: {
    getVariables(): string[];
    getBindings(): Record<string, Value>[] | null;
    getStatements(): { subject: { value: string }; predicate: { value: string }; object: { value: string; termType: string } }[] | null;
  };
  resultsEl: HTMLElement;
  getPrefixes(): Record<string, string>;
}

const BARS = 100;
const TRIPLES = 300;
let words: Record<string, string> = {};
export function setWords(given: Record<string, string>): void {
  words = given;
}

function sign(text: string): HTMLElement {
  return el("span", { "aria-hidden": "true" }, text);
}

function short(answer: Answer, iri: string): string {
  for (const [prefix, base] of Object.entries(answer.getPrefixes())) if (iri.startsWith(base)) return `${prefix}:${iri.slice(base.length)}`;
  return iri;
}

export class Chart {
  priority = 5;
  hideFromSelection = false;
  get label(): string { return words["view-chart"] ?? "Chart"; }
  constructor(private yasr: Answer) {}

  /** The columns of the bars: the first that holds numbers only, and before it what names the rows. */
  private columns(): [string, string] | null {
    const rows = this.yasr.results?.getBindings();
    const all = this.yasr.results?.getVariables() ?? [];
    if (!rows?.length) return null;
    const number = all.find((v) => rows.every((r) => r[v] && Number.isFinite(Number(r[v].value)) && r[v].datatype?.match(/integer|decimal|double|float/)));
    const names = all.filter((v) => v !== number && rows.some((r) => r[v]));
    const name = names.find((v) => rows.some((r) => r[v] && r[v].type !== "uri")) ?? names[0];
    return number && name ? [name, number] : null;
  }
  canHandleResults(): boolean { return this.columns() !== null; }
  getIcon(): Element { return sign("▤"); }
  draw(): void {
    const [name, number] = this.columns() as [string, string];
    const rows = this.yasr.results?.getBindings() ?? [];
    const most = Math.max(...rows.map((r) => Math.abs(Number(r[number]?.value ?? 0))), 1e-9);
    const table = el("table", { class: "bars" }, el("caption", {}, rows.length > BARS ? say(words["view-first"], BARS, rows.length) : ""), el("thead", {}, el("tr", {}, el("th", { scope: "col" }, name), el("th", { scope: "col", colspan: "2" }, number))));
    const body = el("tbody");
    for (const row of rows.slice(0, BARS)) {
      const bar = el("div", { class: "bar-fill" });
      bar.style.width = `${(100 * Math.abs(Number(row[number]?.value ?? 0))) / most}%`;
      const told = row[name];
      body.append(el("tr", {},
        el("th", { scope: "row" }, told?.type === "uri" ? el("a", { href: told.value }, short(this.yasr, told.value)) : (told?.value ?? "")),
        el("td", { class: "num" }, row[number]?.value ?? ""), el("td", { class: "bar-cell" }, bar)));
    }
    table.append(body);
    this.yasr.resultsEl.replaceChildren(table);
  }
}

export class Picture {
  priority = 4;
  hideFromSelection = false;
  get label(): string { return words["view-picture"] ?? "Graph"; }
  constructor(private yasr: Answer) {}

  /** What is drawn: from, name of the line, to, whether the end is a node. */
  private lines(): [string, string, string, boolean][] {
    const results = this.yasr.results;
    const statements = results?.getStatements();
    if (statements?.length) {
      return statements.map((s) => [s.subject.value, s.predicate.value, s.object.value, s.object.termType !== "Literal"]);
    }
    const rows = results?.getBindings() ?? [];
    const [a, b] = (results?.getVariables() ?? []).filter((v) => rows.some((r) => r[v]?.type === "uri"));
    if (!a || !b) return [];
    return rows.flatMap((r): [string, string, string, boolean][] => (r[a]?.type === "uri" && r[b]?.type === "uri" ? [[r[a].value, b, r[b].value, true]] : []));
  }
  canHandleResults(): boolean { return this.lines().length > 0; }
  getIcon(): Element { return sign("◉"); }
  async draw(): Promise<void> {
    const lines = this.lines();
    const { default: cytoscape } = await import("./cytoscape");
    const canvas = el("div", { class: "canvas", role: "img", "aria-label": say(words["view-lines"], Math.min(lines.length, TRIPLES)) });
    this.yasr.resultsEl.replaceChildren(el("p", { class: "soft" }, lines.length > TRIPLES ? say(words["view-first"], TRIPLES, lines.length) : ""), canvas);
    const [ink, paper] = [colour("--ink"), colour("--paper")];
    const nodes = new Map<string, { data: Record<string, string> }>();
    const cut = (text: string): string => (text.length > 24 ? `${text.slice(0, 23)}…` : text);
    const edges = lines.slice(0, TRIPLES).map(([a, p, b, node], i) => {
      const end = node ? b : `${a} ${p} ${b}`;
      nodes.set(a, { data: { id: a, label: cut(short(this.yasr, a)), href: a } });
      if (!nodes.has(end)) nodes.set(end, { data: { id: end, label: cut(node ? short(this.yasr, b) : b), kind: node ? "node" : "text" } });
      return { data: { id: `e${i}`, source: a, target: end, label: short(this.yasr, p) } };
    });
    const fill = dark() ? lighter("#3f7681", 0.3) : "#3f7681";
    cytoscape({
      container: canvas,
      elements: [...nodes.values(), ...edges],
      style: [
        { selector: "node", style: { label: "data(label)", color: ink, "font-size": 11, "text-wrap": "wrap", "text-max-width": "140px", "text-outline-color": paper, "text-outline-width": 2, "text-valign": "bottom", "text-margin-y": 3, width: 16, height: 16, "background-color": fill } },
        { selector: "node[kind = 'text']", style: { shape: "round-rectangle", width: 12, height: 8, "background-color": ink } },
        { selector: "edge", style: { label: lines.length > 60 ? "" : "data(label)", "font-size": 9, color: ink, "text-outline-color": paper, "text-outline-width": 2, width: 1.2, "line-color": colour("--edge"), "target-arrow-color": colour("--edge"), "target-arrow-shape": "triangle", "curve-style": "bezier" } },
      ],
      layout: { name: "fcose", animate: false, quality: "default", nodeDimensionsIncludeLabels: true } as never,
    });
  }
}

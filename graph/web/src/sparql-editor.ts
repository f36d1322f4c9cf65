// The editor and the views of an answer, from Yasgui: its Yasqe and Yasr, without the tabs and the box for other endpoints, for
// here is one endpoint. Nothing is kept in the browser, nothing is asked of other hosts (no completion from prefix.cc or LOV).
import Yasgui from "@zazuko/yasgui";
import "@zazuko/yasgui/build/yasgui.min.css";
import "./sparql-editor.css";
import { button, el, say } from "./dom";
import { adoptStyles } from "./styles";
import { Chart, Picture, setWords } from "./sparql-views";

export interface Page { prefixes: Record<string, string>; bases: string[]; words: Record<string, string> }

// what Yasgui says in English, which it has no setting for
const SAID: Record<string, string> = { "Simple view": "view-simple", Ellipse: "view-ellipse", "Page size:": "view-page" };

/** Put the editor in the place of the text box, and answers below it. */
export function editor(page: Page, form: HTMLFormElement, place: HTMLElement, query: string, ask: boolean): void {
  const { Yasqe, Yasr } = Yasgui;
  adoptStyles();
  const words = page.words;
  setWords(words);
  const above = el("div", { id: "editor" });
  const below = el("div", { id: "answer" });
  form.replaceWith(above);
  // the arrow in the corner of the editor says nothing: a button with a word does the same
  place.replaceChildren(el("p", {}, button(words["ask"] ?? "", () => void yasqe.query(), { id: "editor-ask" })), below);

  // our own prefixes, from the page; those of the bundle are never fetched
  Yasqe.defaults.autocompleters = ["variables"];
  const yasqe = new Yasqe(above, {
    persistenceId: null,
    prefixCcApi: null,
    consumeShareLink: null,
    resizeable: true,
    collapsePrefixesOnLoad: true,
    syntaxErrorCheck: true,
    createShareableLink: (one: { getValue(): string }) => `${location.origin}/sparql?${new URLSearchParams({ query: one.getValue() })}`,
    requestConfig: {
      endpoint: `${location.origin}/sparql`,
      method: "POST",
      withCredentials: false,
      acceptHeaderGraph: "text/turtle",
      acceptHeaderSelect: "application/sparql-results+json",
      acceptHeaderUpdate: "text/plain",
      headers: {}, args: [], namedGraphs: [], defaultGraphs: [], queryArgument: undefined, adjustQueryBeforeRequest: false,
    },
  });
  const put = (text: string): void => {
    yasqe.setValue(text);
    // the endpoint knows our prefixes, the editor does not: those that are used are declared
    const known = yasqe.getPrefixesFromQuery();
    const used = Object.entries(page.prefixes).filter(([prefix]) => !(prefix in known) && new RegExp(`(^|[^\\w:<])${prefix}:`).test(text));
    if (used.length) yasqe.addPrefixes(Object.fromEntries(used));
  };
  put(query);
  Yasr.registerPlugin("chart", Chart as never);
  Yasr.registerPlugin("picture", Picture as never);
  const yasr = new Yasr(below, {
    persistenceId: null,
    prefixes: page.prefixes,
    pluginOrder: ["table", "chart", "picture", "response"],
    defaultPlugin: "table",
    maxPersistentResponseSize: 0,
  } as never);
  yasqe.on("queryResponse", (_one: unknown, response: unknown, duration: number) => yasr.setResponse(response, duration));
  document.addEventListener("policykg-query", (event) => {
    put((event as CustomEvent<string>).detail);
    yasqe.focus();
  });
  // the name of a control is what a screen reader says; Yasgui leaves some without
  above.querySelector("textarea")?.setAttribute("aria-label", "SPARQL");
  above.querySelector(".yasqe_queryButton")?.setAttribute("aria-label", words["ask"] ?? "");

  // names of our nodes lead to their pages here; controls say in the reader's language what they do
  const ours = (): void => {
    for (const name of ["table", "response", "chart", "picture"]) {
      const view = below.querySelector(`.select_${name}`);
      const told = view?.querySelector("span:not([aria-hidden])");
      const label = words[`view-${name}`] ?? "";
      if (told && told.textContent !== label) told.textContent = label;
      if (view && view.getAttribute("aria-label") !== label) {
        view.setAttribute("aria-label", label);
        view.setAttribute("title", label);
      }
    }
    for (const box of below.querySelectorAll(".tableControls, .tableControls *")) {
      for (const part of box.childNodes) {
        const key = part.nodeType === Node.TEXT_NODE ? SAID[part.textContent?.trim() ?? ""] : undefined;
        if (key && words[key]) part.textContent = `${words[key]} `;
      }
    }
    for (const box of below.querySelectorAll<HTMLInputElement>("input.tableFilter")) {
      box.placeholder = words["view-filter"] ?? "";
      box.setAttribute("aria-label", words["view-filter"] ?? "");
    }
    for (const chip of below.querySelectorAll(".yasr_response_chip")) {
      const told = /^(\d+) results? in ([\d.]+) seconds?$/.exec(chip.textContent ?? "");
      if (told) chip.textContent = say(words["view-told"], Number(told[1]), told[2] ?? "");
    }
    for (const size of below.querySelectorAll("select.tableSizer:not([aria-label])")) size.setAttribute("aria-label", words["view-size"] ?? "");
    for (const link of below.querySelectorAll<HTMLAnchorElement>("a[href]")) {
      const base = page.bases.find((b) => link.getAttribute("href")?.startsWith(b));
      if (!base) continue;
      link.href = "/id/" + (link.getAttribute("href") ?? "").slice(base.length);
      link.removeAttribute("target");
    }
  };
  new MutationObserver(ours).observe(below, { childList: true, subtree: true });
  above.dataset.ready = "yes";
  if (ask) void yasqe.query();
}

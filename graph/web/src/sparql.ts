// The SPARQL page: the text box and the named questions work without this; a button brings an editor, which weighs 300 kB.
import { button, data } from "./dom";
import type { Page } from "./sparql-editor";

const page = data<Page>("sparql-data");
const form = document.querySelector<HTMLFormElement>("form#sparql");
const place = document.getElementById("sparql-result");
if (page && form && place) {
  const box = form.querySelector("textarea") as HTMLTextAreaElement;
  const open = button(page.words["editor-open"] ?? "", () => void begin(), { class: "quiet", id: "editor-open" });
  form.querySelector("button")?.after(" ", open);
  const begin = async (query = box.value, ask = false): Promise<void> => {
    open.disabled = true;
    open.textContent = page.words["editor-loading"] ?? "";
    try {
      const { editor } = await import("./sparql-editor");
      editor(page, form, place, query, ask);
      begun = true;
    } catch {
      open.disabled = false;
      open.textContent = page.words["editor-open"] ?? "";
    }
  };
  let begun = false;
  for (const question of document.querySelectorAll("details.question")) {
    const text = question.querySelector("textarea");
    const use = button(page.words["editor-use"] ?? "", () => {
      const query = text?.value ?? "";
      if (begun) document.dispatchEvent(new CustomEvent("policykg-query", { detail: query }));
      else void begin(query);
      form.scrollIntoView();
    }, { class: "quiet" });
    question.querySelector("form button")?.after(" ", use);
  }
  if (location.hash === "#editor") void begin();
}

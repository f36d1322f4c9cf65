// Style rules that libraries write into <style> elements, which our Content-Security-Policy refuses, become constructed sheets.

const adopted = new Set<string>();

/** Divert the text of style elements that are put into the head from now on; the elements themselves stay out. */
export function adoptStyles(): void {
  const head = document.head;
  const plain = { appendChild: head.appendChild, insertBefore: head.insertBefore };
  const diverted = (node: Node): boolean => {
    if (!(node instanceof HTMLStyleElement)) return false;
    const text = node.textContent ?? "";
    if (text && !adopted.has(text)) {
      adopted.add(text);
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(text);
      document.adoptedStyleSheets.push(sheet);
    }
    return true;
  };
  if (Object.hasOwn(head, "appendChild")) return; // done before
  head.appendChild = <T extends Node>(node: T): T => (diverted(node) ? node : (plain.appendChild.call(head, node) as T));
  head.insertBefore = <T extends Node>(node: T, before: Node | null): T =>
    diverted(node) ? node : (plain.insertBefore.call(head, node, before) as T);
}

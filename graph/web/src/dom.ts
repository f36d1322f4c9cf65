// Small things all pages' scripts share. Text reaches the page as text nodes only.

/** Make an element: attributes, then children (strings become text). */
export function el<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** Make a button with a text. */
export function button(text: string, act: () => void, attributes: Record<string, string> = {}): HTMLButtonElement {
  const made = el("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", act);
  return made;
}

/** Return the data that the server put into the page for its script, null when there are none. */
export function data<T>(id: string): T | null {
  const block = document.getElementById(id);
  return block?.textContent ? (JSON.parse(block.textContent) as T) : null;
}

/** Fill "{0}" and "{1}" of a phrase. */
export function say(phrase: string | undefined, ...values: (string | number)[]): string {
  return (phrase ?? "").replace(/\{(\d)\}/g, (whole, n: string) => String(values[Number(n)] ?? whole));
}

/** Ask this site for JSON; on an error throw its one line. */
export async function ask<T>(path: string, parameters: [string, string][]): Promise<T> {
  const answer = await fetch(`${path}?${new URLSearchParams(parameters)}`, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error((await answer.text()).trim().split("\n")[0]);
  return (await answer.json()) as T;
}

/** Give the reader a file to keep. */
export function save(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = el("a", { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** A colour of the page's style sheet. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Whether the page is shown dark, by the reader's choice or the system's. */
export function dark(): boolean {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

/** Mix a colour (#rrggbb) with white, so that it stands out on a dark ground. */
export function lighter(hex: string, share = 0.5): string {
  const parts = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
  return "#" + parts.map((p) => Math.round(p + (255 - p) * share).toString(16).padStart(2, "0")).join("");
}

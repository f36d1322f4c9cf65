// On every page: a menu for the appearance at the top, where without a script there are links at the end.
import { el } from "./dom";

// pages that are files know no cookie: the choice is read here
const kept = /(?:^|; )theme=(light|dark)/.exec(document.cookie)?.[1];
if (kept && !document.documentElement.dataset.theme) document.documentElement.dataset.theme = kept;

const place = document.getElementById("theme-switch");
if (place) {
  const words = place.dataset;
  const menu = el("select", { "aria-label": words.label ?? "" });
  for (const theme of ["auto", "light", "dark"]) menu.append(new Option(words[theme] ?? theme, theme));
  menu.value = document.documentElement.dataset.theme ?? "auto";
  menu.addEventListener("change", () => {
    document.cookie = `theme=${menu.value}; path=/; max-age=31536000; samesite=lax`;
    if (menu.value === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = menu.value;
    document.dispatchEvent(new Event("themechange"));
  });
  place.append(menu);
}

// Write the licences of all packages whose code the built scripts hold: those that package.json names, and all they need.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";

const lock = JSON.parse(readFileSync("package-lock.json", "utf8")).packages;
const out = ["# Licences of what the explorer's scripts are made of", ""];
for (const [path, entry] of Object.entries(lock).sort()) {
  if (!path || entry.dev || entry.optional || !existsSync(path)) continue;
  const file = readdirSync(path).find((name) => /^(licen[cs]e|copying)([.-].*)?$/i.test(name));
  const licence = entry.license ?? JSON.parse(readFileSync(`${path}/package.json`, "utf8")).license ?? "see below";
  if (/GPL/.test(licence) && !/ OR /.test(licence)) throw new Error(`${path} is under ${licence}`);
  out.push(`## ${path.replace(/^.*node_modules\//, "")} ${entry.version} (${licence})`, "", file ? readFileSync(`${path}/${file}`, "utf8").trim() : "", "");
}
writeFileSync("../policykg/assets/licences.md", out.join("\n"));

// The picture as SVG: shapes, lines and labels as the canvas shows them. (cytoscape-svg is under the GPL.)
import type { Core, NodeSingular } from "cytoscape";

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c] as string);
const round = (n: number): string => String(Math.round(n * 10) / 10);

const POLYGONS: Record<string, [number, number][]> = {
  triangle: [[0, -1], [1, 1], [-1, 1]],
  vee: [[-1, -1], [0, -0.33], [1, -1], [0, 1]],
  diamond: [[0, -1], [1, 0], [0, 1], [-1, 0]],
  hexagon: [[-1, 0], [-0.5, -1], [0.5, -1], [1, 0], [0.5, 1], [-0.5, 1]],
};

function shape(node: NodeSingular, x: number, y: number): string {
  const [w, h] = [node.width() / 2, node.height() / 2];
  const look = `fill="${node.style("background-color")}" stroke="${node.style("border-color")}" stroke-width="${round(node.numericStyle("border-width"))}"`;
  const corners = POLYGONS[node.style("shape") as string];
  if (corners) {
    return `<polygon points="${corners.map(([a, b]) => `${round(x + a * w)},${round(y + b * h)}`).join(" ")}" ${look}/>`;
  }
  if (node.style("shape") === "ellipse") return `<ellipse cx="${round(x)}" cy="${round(y)}" rx="${round(w)}" ry="${round(h)}" ${look}/>`;
  return `<rect x="${round(x - w)}" y="${round(y - h)}" width="${round(2 * w)}" height="${round(2 * h)}" rx="3" ${look}/>`;
}

/** Return the whole network as an SVG file. */
export function svg(cy: Core, ground: string, ink: string, font: string): string {
  const box = cy.elements().boundingBox({ includeLabels: true });
  const out: string[] = [];
  cy.edges().forEach((edge) => {
    const [a, b] = [edge.sourceEndpoint(), edge.targetEndpoint()];
    const control = edge.controlPoints()?.[0];
    const path = control
      ? `M${round(a.x)} ${round(a.y)} Q${round(control.x)} ${round(control.y)} ${round(b.x)} ${round(b.y)}`
      : `M${round(a.x)} ${round(a.y)} L${round(b.x)} ${round(b.y)}`;
    const dashes = edge.style("line-style") === "dashed" ? ` stroke-dasharray="${String(edge.style("line-dash-pattern")).replace(/[^\d.\s,]/g, "")}"` : "";
    out.push(
      `<path d="${path}" fill="none" stroke="${edge.style("line-color")}" stroke-width="${round(edge.numericStyle("width"))}"${dashes}><title>${escaped(String(edge.data("name")))}</title></path>`,
    );
  });
  cy.nodes().forEach((node) => {
    const { x, y } = node.position();
    out.push(shape(node, x, y));
    const lines = String(node.data("shown")).split("\n");
    const top = y + node.height() / 2 + 14;
    lines.forEach((line, i) =>
      out.push(`<text x="${round(x)}" y="${round(top + i * 15)}" paint-order="stroke" stroke="${ground}" stroke-width="3">${escaped(line)}</text>`),
    );
  });
  const margin = 20;
  const view = [box.x1 - margin, box.y1 - margin, box.w + 2 * margin, box.h + 2 * margin].map(round).join(" ");
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${view}" font-family="${escaped(font)}" font-size="12" text-anchor="middle" fill="${ink}">` +
    `<rect x="${round(box.x1 - margin)}" y="${round(box.y1 - margin)}" width="100%" height="100%" fill="${ground}"/>${out.join("")}</svg>`
  );
}

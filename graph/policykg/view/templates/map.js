// Draws the map below and above the network: frames for what contains what, and names at any zoom.
// ``state``: which kinds are shown, which frames hold something shown, which ids are chosen (null: none).
"use strict";
function drawMap({ network, container, data, nodes, shownNodes, incident, state }) {
  const grounds = { place: ["#f1f4ea", "#e7eddc", "#dde6d0", "#f6f8f1"], document: ["#ffffff"] };
  const outline = { place: "#9fb08d", document: "#a9b6cb" };
  const rounded = (ctx, x, y, width, height, radius) => {
    ctx.beginPath();
    ctx.moveTo(x + radius, y);
    ctx.arcTo(x + width, y, x + width, y + height, radius);
    ctx.arcTo(x + width, y + height, x, y + height, radius);
    ctx.arcTo(x, y + height, x, y, radius);
    ctx.arcTo(x, y, x + width, y, radius);
    ctx.closePath();
  };
  const cut = (ctx, text, width) => {
    if (ctx.measureText(text).width <= width) return text;
    let low = 0;
    let high = text.length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (ctx.measureText(text.slice(0, middle) + "…").width <= width) low = middle;
      else high = middle - 1;
    }
    return low ? text.slice(0, low) + "…" : "";
  };
  const font = data.options.groups.item.font.face;

  network.on("beforeDrawing", (ctx) => {
    const scale = network.getScale();
    data.frames.forEach((frame, i) => {
      if (!state.used[i]) return;
      const [x, y, width, height] = frame.box;
      const ground = grounds[frame.kind] || grounds.document;
      rounded(ctx, x, y, width, height, 16);
      ctx.fillStyle = ground[Math.min(frame.depth, ground.length - 1)];
      ctx.fill();
      ctx.lineWidth = Math.max(1, 1 / scale);
      ctx.strokeStyle = outline[frame.kind] || outline.document;
      ctx.stroke();
    });
  });
  // Names stay readable at any zoom, as on a map: where a label of the network would be too small, the most
  // important ones are written in screen pixels as far as there is room. Frames come first, then bodies by
  // how much they do.
  const importance = nodes.map((node) => node)
    .filter((node) => node.frame < 0 || data.frames[node.frame].node !== node.id)
    .sort((a, b) => incident.get(b.id).length - incident.get(a.id).length || a.id - b.id)
    .slice(0, 3000);
  const taken = [];
  const claim = (left, top, right, bottom) => {
    if (taken.some((t) => t[0] < right && left < t[2] && t[1] < bottom && top < t[3])) return false;
    taken.push([left, top, right, bottom]);
    return true;
  };
  // An unchosen item gets as many signs as its cell is wide, so that a page of items reads as a list.
  const cell = 144;
  const inside = new Set(["ellipse", "box", "circle", "database", "text"]); // shapes that hold their label
  const wordy = new Set(["item", "target", "funding", "event", "project", "person"]);
  const short = (node, scale) => {
    const pitch = cell * scale;
    const most = wordy.has(node.group) && !(state.chosen && state.chosen.size <= 20) ? Math.floor(pitch / 11.5) : 9;
    if (most < 5 || pitch < (wordy.has(node.group) ? 40 : state.chosen ? 0 : 24)) return "";
    const signs = Array.from(node.name);
    return signs.length > most ? signs.slice(0, most - 1).join("") + "…" : node.name;
  };
  const frameFont = (size, bold) => (bold ? "600 " : "500 ") + size + "px " + font;
  const frameNames = (ctx, scale) => {
    const size = 13 / scale;
    const lines = [];
    data.frames.forEach((frame, i) => {
      if (!state.used[i]) return;
      const own = frame.node !== null && shownNodes.get(frame.node) !== null;
      const look = data.options.groups[frame.kind] || data.options.groups.document;
      if (own && look.font.size * scale >= 8) return;
      const [x, y, width] = frame.box;
      if (width * scale < 44) return;
      ctx.font = frameFont(size, !frame.depth);
      const name = cut(ctx, frame.label, width - size);
      const long = ctx.measureText(name).width + size;
      let left = x;
      // the heads of nested frames lie close when zoomed out: their names then stand side by side
      for (let i = 0; i < 4; i += 1) {
        const other = taken.find((t) => t[0] < left + long && left < t[2] && t[1] < y + size * 1.6 && y < t[3]);
        if (other) left = other[2];
      }
      if (!name || left + long > x + width || !claim(left, y, left + long, y + size * 1.6)) return;
      lines.push([name, left + size / 2, y + size * 0.35, !frame.depth]);
      if (!own) return;
      const ground = grounds[frame.kind] || grounds.document; // the head's own shape gives way to the name
      ctx.fillStyle = ground[Math.min(frame.depth, ground.length - 1)];
      ctx.fillRect(x + 6, y + 6, Math.min(width - 12, 270), frame.head - 12);
    });
    lines.forEach(([name, x, y, bold]) => {
      ctx.font = frameFont(size, bold);
      write(ctx, name, x, y, 4 / scale);
    });
  };
  const write = (ctx, name, x, y, halo) => {
    ctx.lineWidth = halo;
    ctx.lineJoin = "round";
    ctx.strokeStyle = "rgba(255,255,255,.9)";
    ctx.fillStyle = data.ink;
    ctx.strokeText(name, x, y);
    ctx.fillText(name, x, y);
  };
  const nodeNames = (ctx, scale) => {
    const size = 11 / scale;
    ctx.font = size + "px " + font;
    ctx.textAlign = "center";
    const view = [network.DOMtoCanvas({ x: 0, y: 0 }), network.DOMtoCanvas({ x: container.clientWidth, y: container.clientHeight })];
    const ids = state.chosen ? importance.filter((node) => state.chosen.has(node.id)) : importance;
    ids.forEach((node) => {
      const look = data.options.groups[node.group];
      if (look.font.size * scale >= 8 || !state.kinds.has(node.group)) return;
      if (node.x < view[0].x || node.x > view[1].x || node.y < view[0].y || node.y > view[1].y) return;
      const name = short(node, scale);
      if (!name) return;
      const half = ctx.measureText(name).width / 2;
      const y = inside.has(look.shape) ? node.y - size / 2 : node.y + look.size + 2 / scale;
      if (claim(node.x - half, y, node.x + half, y + size * 1.15)) write(ctx, name, node.x, y, 3 / scale);
    });
  };
  network.on("afterDrawing", (ctx) => {
    const scale = network.getScale();
    taken.length = 0;
    ctx.textBaseline = "top";
    ctx.textAlign = "left";
    frameNames(ctx, scale);
    nodeNames(ctx, scale);
  });
}

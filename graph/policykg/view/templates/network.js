// Draws the network from the JSON of this page. Everything read from a paper goes through textContent
// or the canvas, never through markup.
"use strict";
(function () {
  const byId = (id) => document.getElementById(id);
  const read = (id) => JSON.parse(byId(id).textContent);
  const data = read("data");
  const words = data.words;
  const narrow = window.matchMedia("(max-width: 760px)");
  const fill = (pattern, value) => pattern.replace("{0}", value);
  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };

  if (narrow.matches) byId("legendbox").open = false; // before the canvas takes its size

  const nodes = new vis.DataSet(read("nodes"));
  const edges = new vis.DataSet(read("edges"));
  const incident = new Map();
  nodes.forEach((node) => incident.set(node.id, []));
  edges.forEach((edge) => {
    incident.get(edge.from).push(edge);
    if (edge.to !== edge.from) incident.get(edge.to).push(edge);
  });

  // --- what is shown -------------------------------------------------------------------------
  const checked = (id) =>
    new Set(Array.from(document.querySelectorAll("#" + id + " input:checked"), (box) => box.value));
  const state = { kinds: checked("kinds"), relations: checked("relations"), used: [], chosen: null };
  const shownNodes = new vis.DataView(nodes, { filter: (node) => state.kinds.has(node.group) });
  const shownEdges = new vis.DataView(edges, { filter: (edge) => state.relations.has(edge.relation) });

  const frameUsed = () => {
    const used = new Array(data.frames.length).fill(false);
    shownNodes.forEach((node) => {
      for (let i = node.frame; i >= 0 && !used[i]; i = data.frames[i].parent) used[i] = true;
    });
    return used;
  };
  state.used = frameUsed();

  const container = byId("network");
  const quiet = edges.length > 120; // many edges: pale until something is chosen
  const resting = quiet ? 0.2 : 0.75;
  const paint = (colour, opacity) => ({ color: colour, opacity, highlight: colour, hover: colour });
  edges.update(edges.map((edge) => ({ id: edge.id, colour: edge.color, color: paint(edge.color, resting) })));
  const network = new vis.Network(container, { nodes: shownNodes, edges: shownEdges }, data.options);
  const frame = container.firstElementChild; // takes the focus, and keys with it
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-label", words.network);

  byId("kinds").addEventListener("change", () => {
    state.kinds = checked("kinds");
    shownNodes.refresh();
    state.used = frameUsed();
    network.redraw();
  });
  if (byId("relations")) {
    byId("relations").addEventListener("change", () => {
      state.relations = checked("relations");
      shownEdges.refresh();
    });
  }

  drawMap({ network, container, data, nodes, shownNodes, incident, state });
  holdWhileDragging(network, nodes);

  // --- choosing ------------------------------------------------------------------------------
  const kindName = (node) => data.kinds[node.kind] || node.kind || words.other;
  const relationName = (edge) => data.relations[edge.relation] || edge.relation;
  let lit = new Set();
  let level = resting;

  // Name and strengthen the edges given, fade the others to ``faint``.
  const lightEdges = (ids, faint) => {
    const wanted = new Set(ids);
    const back = faint === level || edges.length > 6000 ? Array.from(lit) : edges.getIds();
    const off = back.filter((id) => !wanted.has(id)).map((id) => {
      const edge = edges.get(id);
      return { id, color: paint(edge.colour, faint), label: "", font: { size: 0 } };
    });
    const on = ids.map((id) => {
      const edge = edges.get(id);
      const look = { size: 12, color: edge.colour, strokeWidth: 4, strokeColor: data.paper, align: "horizontal" };
      return { id, color: paint(edge.colour, 1), label: relationName(edge), font: look };
    });
    edges.update(off.concat(on));
    lit = wanted;
    level = faint;
  };
  const dim = (keep) => {
    if (!keep && !state.chosen) return;
    state.chosen = keep;
    if (nodes.length > 1500) return;
    nodes.update(
      nodes.getIds().map((id) => {
        const off = keep && !keep.has(id);
        const look = data.options.groups[nodes.get(id).group];
        return { id, opacity: off ? 0.25 : 1, font: Object.assign({}, look.font, off ? { color: "#8b939b" } : {}) };
      })
    );
  };
  const rest = () => lightEdges(quiet ? [] : edges.getIds(), resting);

  const centre = (id, closer) => {
    const node = nodes.get(id);
    const scale = closer ? Math.max(network.getScale(), 0.75) : network.getScale();
    network.moveTo({ position: { x: node.x, y: node.y }, scale, offset: shift(), animation: false });
  };
  // The panel lies over the stage: the middle of what is left of it, from the middle of the stage.
  const covered = () => {
    const panel = byId("panel");
    if (panel.hidden) return { x: 0, y: 0 };
    return narrow.matches ? { x: 0, y: panel.offsetHeight } : { x: panel.offsetWidth, y: 0 };
  };
  const shift = () => ({ x: -covered().x / 2, y: -covered().y / 2 });
  const choose = (id, move) => {
    const node = nodes.get(id);
    if (!state.kinds.has(node.group)) { // chosen by search or from a list: show its kind again
      const box = Array.from(document.querySelectorAll("#kinds input")).find((b) => b.value === node.group);
      if (box) box.checked = true;
      byId("kinds").dispatchEvent(new Event("change"));
    }
    const mine = incident.get(id).filter((edge) => state.relations.has(edge.relation));
    const keep = new Set([id]);
    mine.forEach((edge) => keep.add(edge.from).add(edge.to));
    Array.from(keep).forEach((kept) => { // and the papers and places around them
      for (let i = nodes.get(kept).frame; i >= 0; i = data.frames[i].parent) {
        if (data.frames[i].node !== null) keep.add(data.frames[i].node);
      }
    });
    lightEdges(mine.map((edge) => edge.id), quiet ? 0.05 : 0.2);
    dim(keep);
    showNode(node);
    network.selectNodes([id], false);
    if (move) centre(id, true);
  };
  const clear = () => {
    network.unselectAll();
    rest();
    dim(null);
    byId("panel").hidden = true;
  };

  // --- panel ---------------------------------------------------------------------------------
  const top = (title, kind) => {
    const panel = byId("panel");
    panel.textContent = "";
    const head = element("div", "top");
    head.append(element("h2", "", title));
    const close = element("button", "plain", words.close);
    close.type = "button";
    close.addEventListener("click", clear);
    head.append(close);
    panel.append(head, element("p", "kindline", kind));
    panel.hidden = false;
    panel.scrollTop = 0;
    return panel;
  };
  const pairs = (rows) => {
    const list = element("dl");
    rows.forEach(([name, value]) => list.append(element("dt", "", name), element("dd", "", value)));
    return list;
  };
  const end = (edge, id) => {
    const other = nodes.get(edge.from === id ? edge.to : edge.from);
    const row = element("li");
    const go = element("button");
    go.type = "button";
    go.append(element("span", "kind", kindName(other)), document.createTextNode(other.name));
    go.addEventListener("click", () => choose(other.id, true));
    row.append(go);
    if (edge.quote) row.append(element("blockquote", "", edge.quote));
    return row;
  };
  const pages = (list, rows, id) => {
    const next = rows.splice(0, 20);
    list.append(...next.map((edge) => end(edge, id)));
    if (!rows.length) return;
    const item = element("li");
    const more = element("button", "", fill(words.more, rows.length));
    more.type = "button";
    more.addEventListener("click", () => { item.remove(); pages(list, rows, id); });
    item.append(more);
    list.append(item);
  };
  function showNode(node) {
    const panel = top(node.name, kindName(node));
    const fields = Object.entries(node.fields || {}).map(([name, value]) => [data.fields[name] || name, value]);
    panel.append(pairs(fields.concat([[words.iri, node.iri]])));
    if (node.text) panel.append(element("p", "body", node.text));
    const groups = new Map();
    incident.get(node.id).forEach((edge) => {
      const key = edge.relation + (edge.from === node.id ? ">" : "<");
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(edge);
    });
    const order = Array.from(document.querySelectorAll("#relations input"), (box) => box.value);
    const sorted = Array.from(groups).sort((a, b) => order.indexOf(a[1][0].relation) - order.indexOf(b[1][0].relation));
    sorted.forEach(([key, rows]) => {
      const heading = element("h3", "", relationName(rows[0]) + " ");
      heading.style.borderColor = rows[0].colour || edges.get(rows[0].id).colour;
      heading.append(element("small", "", (key.endsWith(">") ? words.outgoing : words.incoming) + " " + rows.length));
      const list = element("ul", "ends");
      pages(list, rows.slice(), node.id);
      panel.append(heading, list);
    });
  }
  function showEdge(edge) {
    const panel = top(relationName(edge), nodes.get(edge.from).name + " → " + nodes.get(edge.to).name);
    if (edge.quote) panel.append(element("h3", "", words.quote), element("p", "body", edge.quote));
    const told = ["printed", "rule", "score"].filter((name) => edge[name]);
    panel.append(pairs(told.map((name) => [data.fields[name], edge[name]])));
    const list = element("ul", "ends");
    list.append(end({ from: edge.from, to: edge.from }, -1), end({ from: edge.to, to: edge.to }, -1));
    panel.append(list);
  }
  network.on("click", (event) => {
    hideTip();
    if (event.nodes.length) choose(event.nodes[0], false);
    else if (event.edges.length) {
      const edge = edges.get(event.edges[0]);
      lightEdges([edge.id], quiet ? 0.05 : 0.2);
      dim(new Set([edge.from, edge.to]));
      showEdge(edge);
    } else clear();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (!byId("hits").hidden) byId("hits").hidden = true;
    else clear();
  });

  // --- hover ---------------------------------------------------------------------------------
  const tip = byId("tip");
  const hideTip = () => { tip.hidden = true; };
  const showTip = (at, title, lines) => {
    tip.textContent = "";
    tip.append(element("b", "", title));
    lines.filter(Boolean).forEach((line) => {
      const short = Array.from(line);
      tip.append(element("div", "", short.length > 160 ? short.slice(0, 160).join("") + "…" : line));
    });
    tip.hidden = false;
    const stage = byId("stage");
    const x = Math.min(at.x + 14, stage.clientWidth - tip.offsetWidth - 8);
    const y = at.y + 18 + tip.offsetHeight > stage.clientHeight ? at.y - tip.offsetHeight - 10 : at.y + 18;
    tip.style.left = Math.max(4, x) + "px";
    tip.style.top = Math.max(4, y) + "px";
  };
  network.on("hoverNode", (event) => {
    const node = nodes.get(event.node);
    showTip(event.pointer.DOM, node.name, [kindName(node), node.text]);
  });
  network.on("hoverEdge", (event) => {
    const edge = edges.get(event.edge);
    const ends = nodes.get(edge.from).name + " → " + nodes.get(edge.to).name;
    showTip(event.pointer.DOM, relationName(edge), [ends, edge.quote ? words.quote + words.colon + edge.quote : ""]);
  });
  ["blurNode", "blurEdge", "dragStart", "zoom"].forEach((name) => network.on(name, hideTip));

  // --- search --------------------------------------------------------------------------------
  const index = nodes.map((node) => ({
    node,
    name: node.name.toLowerCase(),
    text: (node.text || "").toLowerCase(),
  }));
  const marked = (parent, text, wanted) => {
    const at = text.toLowerCase().indexOf(wanted);
    if (at < 0) { parent.append(text); return; }
    parent.append(text.slice(0, at), element("mark", "", text.slice(at, at + wanted.length)), text.slice(at + wanted.length));
  };
  const around = (text, wanted) => {
    const at = text.toLowerCase().indexOf(wanted);
    return (at > 12 ? "…" : "") + text.slice(Math.max(0, at - 12), at + wanted.length + 24);
  };
  const search = () => {
    const wanted = byId("q").value.trim().toLowerCase();
    const list = byId("hitlist");
    list.textContent = "";
    byId("hits").hidden = !wanted;
    if (!wanted) { clear(); return []; }
    const named = index.filter((entry) => entry.name.includes(wanted));
    const told = index.filter((entry) => !entry.name.includes(wanted) && entry.text.includes(wanted));
    const hits = named.sort((a, b) => a.name.length - b.name.length).concat(told);
    byId("hitcount").textContent = hits.length ? fill(words.found, hits.length) : words.nothing;
    hits.slice(0, 50).forEach((entry) => {
      const row = element("li");
      const go = element("button");
      go.type = "button";
      go.append(element("span", "kind", kindName(entry.node)));
      marked(go, entry.node.name, wanted);
      if (!entry.name.includes(wanted)) {
        go.append(element("span", "kind", words.colon + words.intext + " "));
        marked(go, around(entry.node.text, wanted), wanted);
      }
      go.addEventListener("click", () => { byId("hits").hidden = true; choose(entry.node.id, true); });
      row.append(go);
      list.append(row);
    });
    const visible = hits.map((entry) => entry.node.id).filter((id) => shownNodes.get(id) !== null);
    network.selectNodes(visible, false);
    lightEdges([], quiet ? 0.05 : 0.2);
    dim(new Set(visible));
    return hits;
  };
  let timer = 0;
  byId("q").addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(search, 120); });
  byId("q").addEventListener("focus", () => { if (byId("q").value.trim()) byId("hits").hidden = false; });
  byId("q").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    clearTimeout(timer);
    const hits = search();
    if (!hits.length) return;
    byId("hits").hidden = true;
    choose(hits[0].node.id, true);
  });
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest(".find")) byId("hits").hidden = true;
  });

  // --- zoom ----------------------------------------------------------------------------------
  const zoom = (factor) => network.moveTo({ scale: Math.min(4, network.getScale() * factor), animation: false });
  const bounds = [Infinity, Infinity, -Infinity, -Infinity];
  const reach = (left, top, right, bottom) => {
    bounds[0] = Math.min(bounds[0], left);
    bounds[1] = Math.min(bounds[1], top);
    bounds[2] = Math.max(bounds[2], right);
    bounds[3] = Math.max(bounds[3], bottom);
  };
  nodes.forEach((node) => reach(node.x - 72, node.y - 30, node.x + 72, node.y + 44));
  data.frames.forEach(({ box: [x, y, width, height] }) => reach(x, y, x + width, y + height));
  const whole = () => {
    if (!nodes.length) return;
    const [left, top, right, bottom] = bounds;
    const room = covered();
    const scale = Math.min(
      1.3,
      (container.clientWidth - room.x - 24) / (right - left),
      (container.clientHeight - room.y - 24) / (bottom - top)
    );
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale, offset: shift(), animation: false });
  };
  byId("zoomin").addEventListener("click", () => zoom(1.4));
  byId("zoomout").addEventListener("click", () => zoom(1 / 1.4));
  byId("fit").addEventListener("click", whole);
  rest();
  if (data.focus !== null) choose(data.focus, false);
  whole();
  window.policykg = { network, nodes, edges, shownNodes, shownEdges, choose };
})();

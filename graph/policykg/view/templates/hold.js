// Moves a picture of the network while it is dragged, instead of drawing thousands of shapes anew for every frame.
"use strict";
function holdWhileDragging(network, nodes) {
  const many = 400; // fewer shapes are drawn fast enough
  if (nodes.length <= many) return;
  const renderer = network.renderer;
  const draw = renderer._redraw.bind(renderer);
  let held = null; // the picture, and where the view was when it was taken
  const take = () => {
    renderer.dragging = false; // with its lines
    draw();
    const canvas = network.canvas.frame.canvas;
    const picture = document.createElement("canvas");
    picture.width = canvas.width;
    picture.height = canvas.height;
    picture.getContext("2d").drawImage(canvas, 0, 0);
    held = { picture, ...network.body.view.translation };
  };
  const show = () => {
    renderer.redrawRequested = false; // as drawing does: else no further frame is asked for
    const canvas = network.canvas.frame.canvas;
    const ratio = canvas.width / canvas.clientWidth;
    const at = network.body.view.translation;
    const x = (at.x - held.x) * ratio;
    const y = (at.y - held.y) * ratio;
    if (Math.abs(x) > canvas.width * 0.75 || Math.abs(y) > canvas.height * 0.75) {
      take(); // too little of it is left
      return;
    }
    const ctx = network.canvas.getContext();
    ctx.save();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, canvas.width, canvas.height);
    ctx.drawImage(held.picture, x, y);
    ctx.restore();
  };
  network.on("dragStart", take);
  network.on("zoom", () => (held = null));
  network.on("dragEnd", () => {
    held = null;
    network.redraw();
  });
  renderer._redraw = (...given) => (held ? show() : draw(...given));
}

// Drawing her name: strokes become SVG path data in a hidden box. Without this script she types her name or says it.
(() => {
  const pad = document.querySelector("[data-pad]");
  if (!pad || !window.PointerEvent) return;
  const canvas = pad.querySelector("[data-pad-canvas]");
  const kept = pad.querySelector("[data-pad-strokes]");
  const says = pad.querySelector("[data-pad-says]");
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pad.hidden = false;
  const ink = getComputedStyle(canvas).color;
  Object.assign(pen, { lineWidth: 4, lineCap: "round", lineJoin: "round", strokeStyle: ink });
  const strokes = [];
  let drawing = null;

  const spot = (event) => {
    const box = canvas.getBoundingClientRect();
    const along = ((event.clientX - box.left) / box.width) * canvas.width;
    const down = ((event.clientY - box.top) / box.height) * canvas.height;
    return [Math.round(Math.min(Math.max(along, 0), canvas.width)), Math.round(Math.min(Math.max(down, 0), canvas.height))];
  };
  const path = () => strokes.filter((s) => s.length > 1)
    .map((s) => s.map(([x, y], n) => `${n ? "L" : "M"}${x} ${y}`).join("")).join("");
  const keep = () => {
    kept.value = path();
    says.textContent = kept.value ? says.dataset.drawn : says.dataset.empty;
  };
  const paint = () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    strokes.forEach((stroke) => {
      pen.beginPath();
      stroke.forEach(([x, y], n) => (n ? pen.lineTo(x, y) : pen.moveTo(x, y)));
      pen.stroke();
    });
  };
  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    drawing = [spot(event)];
    strokes.push(drawing);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    const [x, y] = spot(event);
    const [a, b] = drawing[drawing.length - 1];
    if (Math.hypot(x - a, y - b) < 3) return;  // fewer points, the same line
    drawing.push([x, y]);
    paint();
  });
  const end = () => { if (drawing) { drawing = null; keep(); } };
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  pad.querySelector("[data-pad-clear]").addEventListener("click", () => { strokes.length = 0; paint(); keep(); });
  // A form that came back with something to check keeps the drawing.
  (kept.value.match(/M[^M]+/g) || []).forEach((part) => {
    strokes.push(part.slice(1).split("L").map((each) => each.trim().split(" ").map(Number)));
  });
  paint();
  keep();
})();

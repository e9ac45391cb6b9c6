// The one road, made visible: the states of a conversation with the present one lit, and every event with what it decided.

import { el, keep, time } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";
const PLACES = { ai: [70, 40], waiting: [230, 40], claimed: [230, 130], snoozed: [70, 130], closed: [150, 210] };
const CALLED = { ai: "AI", waiting: "Waiting", claimed: "Claimed", snoozed: "Snoozed", closed: "Closed" };

function svg(tag, props, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(props)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

export function diagram(frame, states, lit, from) {
  const key = JSON.stringify([states.length, lit, from]);
  if (frame.dataset.key === key) return;
  frame.dataset.key = key;
  const edges = [...new Set(states.filter((s) => s.from !== s.to).map((s) => `${s.from} ${s.to}`))].map((pair) => {
    const [a, b] = pair.split(" ");
    return edge(PLACES[a], PLACES[b], a === from && b === lit);
  });
  const boxes = Object.entries(PLACES).map(([state, [x, y]]) =>
    svg(
      "g",
      { class: state === lit ? "state lit" : "state" },
      svg("rect", { x: x - 48, y: y - 17, width: 96, height: 34, rx: 9 }),
      svg("text", { x, y: y + 5, "text-anchor": "middle" }, CALLED[state]),
    ),
  );
  const words = lit ? `The conversation is ${CALLED[lit]}.` : "No conversation yet.";
  frame.replaceChildren(
    svg("svg", { viewBox: "0 0 300 236", role: "img", "aria-label": `States of a conversation. ${words}` }, ...edges, ...boxes),
  );
}

function edge([x1, y1], [x2, y2], taken) {
  const length = Math.hypot(x2 - x1, y2 - y1);
  const [dx, dy] = [(x2 - x1) / length, (y2 - y1) / length];
  const reach = Math.min(Math.abs(52 / (dx || 1e-6)), Math.abs(21 / (dy || 1e-6)));
  const [sx, sy] = [-dy * 4, dx * 4]; // the two directions run side by side
  const [ax, ay, bx, by] = [x1 + dx * reach + sx, y1 + dy * reach + sy, x2 - dx * reach + sx, y2 - dy * reach + sy];
  const head = `M${bx},${by} L${bx - dx * 7 - dy * 3.5},${by - dy * 7 + dx * 3.5} L${bx - dx * 7 + dy * 3.5},${by - dy * 7 - dx * 3.5} Z`;
  return svg("g", { class: taken ? "edge taken" : "edge" }, svg("path", { d: `M${ax},${ay} L${bx},${by}` }), svg("path", { class: "tip", d: head }));
}

export function journal(list, entries) {
  const frame = list.parentElement;
  const low = frame.scrollHeight - frame.scrollTop - frame.clientHeight < 60;
  keep(
    list,
    gathered(entries.slice(-300)).map((entry) => [entry.n, String(entry.times), () => row(entry)]),
  );
  if (low) frame.scrollTop = frame.scrollHeight;
}

// What was delivered one after another is one row: it says only that all is well.
function gathered(entries) {
  const found = [];
  for (const entry of entries) {
    const last = found.at(-1);
    if (entry.event === "Delivered" && last?.event === "Delivered" && last.number === entry.number && !entry.effects.length)
      found[found.length - 1] = { ...last, times: last.times + 1, said: `${last.times + 1} orders were carried out` };
    else found.push({ ...entry, times: 1 });
  }
  return found;
}

function row(entry) {
  const moved = entry.before !== entry.after && entry.after;
  return el(
    "li",
    { className: `event ${entry.event}` },
    el(
      "p",
      {},
      entry.number ? el("span", { className: "number" }, `#${entry.number}`) : null,
      el("b", {}, entry.event),
      " ",
      entry.said,
      " ",
      time(entry.at),
    ),
    moved
      ? el("p", { className: "moved" }, `${CALLED[entry.before] ?? "new"} → ${CALLED[entry.after]}`, ` · epoch ${entry.epoch}`)
      : null,
    entry.why.length ? el("p", { className: "why" }, entry.why.join(" · ")) : null,
    entry.refused ? el("p", { className: "why" }, `refused: ${entry.refused}`) : null,
    entry.effects.length ? el("ul", {}, ...entry.effects.map((effect) => el("li", {}, effect))) : null,
  );
}

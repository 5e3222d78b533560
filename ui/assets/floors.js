// The picture of a building (ui/floors.py). All that comes from the server is put on the page as
// text. A tap is answered here; the server then hears all that is tapped under the present slip.
const SVG = "http://www.w3.org/2000/svg";
const SHAPES = {
  check: "M4 13l5 5L20 6",
  cross: "M6 6l12 12M18 6L6 18",
  minus: "M4 12h16",
  circle: "M12 5a7 7 0 1 0 .01 0z",
  warning: "M12 3L2 21h20zM12 10v5M12 18v.3",
  block: "M12 4a8 8 0 1 0 .01 0zM6.5 6.5l11 11",
  full: "M5 19V9h14v10zM5 14h14",
  low: "M12 4v14M6 13l6 6 6-6",
};
const TAPPED = "tapped"; // the line of the legend for what is not saved yet
const stores = new Map(); // by picture, for as long as the page is open: it outlives the nodes
const views = new WeakMap(); // by root

export default function (component) {
  const root = component.parentElement.querySelector(".picture");
  const data = component.data;
  let view = views.get(root);
  if (!view) views.set(root, (view = begin(root)));
  if (view.store?.key !== data.key) view.signature = "";
  if (!stores.has(data.key)) stores.set(data.key, fresh(data));
  Object.assign(view, { data, store: stores.get(data.key) });
  view.send = () => component.setStateValue("taps",
    { slip: view.store.slip, taps: Object.fromEntries(view.store.taps) });
  view.open = (id) => component.setTriggerValue("open", id);
  view.tiles = new Map(data.blocks.flatMap((block) => block.rows)
    .flatMap((row) => row.tiles).filter(Boolean).map((tile) => [String(tile.id), tile]));
  const carried = hear(view);
  const signature = JSON.stringify([data.blocks, data.looks, !data.tapping]);
  if (signature !== view.signature) build(root, view);
  view.signature = signature;
  paint(root, view);
  if (carried) view.send();
}

const fresh = (data) => ({ key: data.key, slip: "", taps: new Map(), only: data.only, at: 0 });

// A new slip: what was tapped since the old one was saved, or what a server that was started anew
// cannot know of, goes on under the new one. Whether anything did.
function hear({ data, store, tiles }) {
  const now = data.tapping;
  if (!now || now.slip === store.slip) return false;
  const { slip, taps } = store;
  store.slip = now.slip;
  store.taps = new Map(Object.entries(now.taps));
  if (!slip) return false;
  const known = !now.before ? {} : now.before.slip === slip ? now.before.taps : null;
  if (!known) return false; // it was dropped
  const later = [...taps].filter(([id, said]) =>
    known[id] !== said && (!tiles.has(id) || tiles.get(id).free));
  for (const [id, said] of later) store.taps.set(id, said);
  return later.length > 0;
}

// What was tapped while the line was cut is told again when it is back.
function begin(root) {
  const view = {};
  root.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const { id, row, only, at } = button.dataset;
    if (id) tap(root, view, id);
    else if (row) tapRow(root, view, row);
    else if (only) view.store.only = view.store.only === only ? "" : only;
    else view.store.at = Number(at);
    paint(root, view);
  });
  root.addEventListener("keydown", (event) => walk(root, event));
  root.addEventListener("focusin", (event) => stopAt(root, event.target.closest(".grid button")));
  const app = document.querySelector("[data-testid=stApp]");
  if (app) new MutationObserver((_, self) => {
    if (!root.isConnected) self.disconnect();
    else if (app.dataset.testConnectionState === "CONNECTED" && view.data.tapping) view.send();
  }).observe(app, { attributeFilter: ["data-test-connection-state"] });
  return view;
}

function tap(root, { data, store, tiles, send, open }, id) {
  const tile = tiles.get(id);
  if (data.tapping && (tile.free || store.taps.has(id))) {
    const next = tile.free ? data.tapping.after[store.taps.get(id) ?? ""] : "";
    if (next) store.taps.set(id, next);
    else store.taps.delete(id);
    send();
  } else if (tile.opens) open(tile.id);
}

function tapRow(root, { data, store, send }, row) {
  const [block, at] = row.split(":").map(Number);
  for (const tile of data.blocks[block].rows[at].tiles)
    if (tile?.free && !store.taps.has(String(tile.id)))
      store.taps.set(String(tile.id), data.tapping.whole);
  send();
}

// Building: once for the flats there are; what they say is painted.
const made = (name, className, text = "", more = {}) => {
  const node = document.createElement(name);
  node.className = className;
  node.textContent = text;
  for (const [key, value] of Object.entries(more)) node.setAttribute(key, value);
  return node;
};

function icon(shape) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS(SVG, "path"));
  svg.firstChild.setAttribute("d", SHAPES[shape]);
  return svg;
}

function build(root, view) {
  const held = root.getRootNode().activeElement?.dataset;
  const { data, store } = view;
  if (store.at >= data.blocks.length) store.at = 0;
  const places = made("div", "places", "", { role: "group", "aria-label": "哪个单元" });
  if (data.blocks.length > 1)
    places.append(...data.blocks.map((block, at) =>
      made("button", "", block.name, { type: "button", "data-at": at })));
  const blocks = made("div", "blocks");
  const rows = Math.max(...data.blocks.map((block) => block.rows.length), 1);
  blocks.style.setProperty("--rows", rows);
  blocks.append(...data.blocks.map((block, at) => blockOf(view, block, at)));
  const legend = made("div", "legend", "", { role: "group", "aria-label": "图例，点一个只看它" });
  root.replaceChildren(legend, places, blocks, made("p", "said", "", { role: "status" }));
  const again = held?.id ? `[data-id="${held.id}"]` : held?.row ? `[data-row="${held.row}"]` : "";
  const focus = again ? root.querySelector(again) : null;
  stopAt(root, focus || root.querySelector(".grid button"));
  focus?.focus({ preventScroll: true });
}

function blockOf(view, block, number) {
  const grid = made("div", "grid", "", { role: "grid", "aria-label": block.name });
  const columns = block.columns, few = columns > 4 ? Math.ceil(columns / 2) : columns;
  grid.style.setProperty("--columns", columns);
  grid.style.setProperty("--few", few);
  const head = made("div", "row head", "", { role: "row" });
  head.append(made("span", "corner", block.name, { role: "columnheader" }));
  head.append(...block.doors.map((door) => made("span", "door", door, { role: "columnheader" })));
  grid.append(head);
  block.rows.forEach((row, at) => {
    const line = made("div", "row", "", { role: "row" });
    const name = made("div", "floor", "", { role: "rowheader" });
    name.style.setProperty("--lines", Math.max(1, Math.ceil(row.tiles.length / columns)));
    name.style.setProperty("--few-lines", Math.max(1, Math.ceil(row.tiles.length / few)));
    if (view.data.tapping && row.tiles.some((tile) => tile?.free))
      name.append(made("button", "", row.name, { type: "button", tabindex: -1,
        "data-row": `${number}:${at}`, "aria-label": `${block.name}${row.name}，整层同意` }));
    else name.textContent = row.name;
    line.append(name, ...row.tiles.map((tile) => cellOf(view, tile)));
    grid.append(line);
  });
  return grid;
}

function cellOf(view, tile) {
  const cell = made("div", tile ? "cell" : "cell gap", "", { role: "gridcell" });
  if (!tile) return cell;
  const tapped = (view.data.tapping && tile.free) || tile.opens || view.store.taps.has(String(tile.id));
  const node = tapped ? made("button", "tile", "", { type: "button", tabindex: -1, "data-id": tile.id })
    : made("span", "tile", "", { "data-flat": tile.id });
  node.append(made("span", "room", tile.room), icon("circle"), made("span", "word"));
  if (tile.level !== undefined) node.style.setProperty("--level", `${tile.level}%`);
  cell.append(node);
  return cell;
}

// Painting: what each flat says now, and how many say it.
function face({ data, store }, tile) {
  const said = data.tapping && store.taps.get(String(tile.id));
  const look = data.looks[said && tile.free ? said : tile.look];
  if (said && tile.free) return { look, word: look.word, told: "还没保存", kind: TAPPED };
  const word = tile.word || look.word, kind = tile.kind || tile.look;
  if (!said) return { look, word, told: tile.told, kind };
  const torn = { ...look, shape: "warning", color: "orange" };
  return { look: torn, word: "已有票", told: `别人登记了${word}，点一下不再登记`, kind: TAPPED };
}

function paint(root, view) {
  const { data, store, tiles } = view, counts = {};
  for (const node of root.querySelectorAll("[data-id], [data-flat]")) {
    const tile = tiles.get(node.dataset.id ?? node.dataset.flat);
    const { look, word, told, kind } = face(view, tile);
    counts[kind] = (counts[kind] ?? 0) + 1;
    const off = store.only && store.only !== kind;
    const full = tile.level === undefined ? "" : " level";
    node.className = `tile ${off ? "off" : look.color}${kind === TAPPED ? " tapped" : full}`;
    node.querySelector("path").setAttribute("d", SHAPES[look.shape]);
    node.lastChild.textContent = word;
    const heard = [tile.code, word, told].filter(Boolean).join("，");
    const named = node.dataset.id ? node : node.parentElement;
    if (named.getAttribute("aria-label") !== heard) named.setAttribute("aria-label", heard);
    if (root.getRootNode().activeElement === node) root.querySelector(".said").textContent = heard;
  }
  root.querySelectorAll(".grid").forEach((grid, at) => grid.classList.toggle("here", at === store.at));
  for (const one of root.querySelectorAll(".places button"))
    one.setAttribute("aria-pressed", Number(one.dataset.at) === store.at);
  legend(root, view, counts);
}

function legend(root, { data, store }, counts) {
  const lines = Object.entries(data.looks).filter(([kind]) => counts[kind] || store.only === kind);
  if (counts[TAPPED] || store.only === TAPPED)
    lines.push([TAPPED, { word: "还没保存", shape: "full", color: "gray" }]);
  const box = root.querySelector(".legend"), held = root.getRootNode().activeElement?.dataset.only;
  box.replaceChildren(...lines.map(([kind, look]) => {
    const color = kind === TAPPED ? "gray tapped" : look.color;
    const line = made("button", `line ${color}`, "", { type: "button", "data-only": kind });
    line.append(icon(look.shape), made("span", "", `${look.word} ${counts[kind] ?? 0}`));
    line.setAttribute("aria-pressed", store.only === kind);
    return line;
  }));
  if (held) box.querySelector(`[data-only="${held}"]`)?.focus();
}

// The keyboard: one stop for Tab; from there the arrows go to the nearest flat that way.
function stopAt(root, button) {
  if (!button) return;
  for (const other of root.querySelectorAll('.grid button[tabindex="0"]')) other.tabIndex = -1;
  button.tabIndex = 0;
}

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function walk(root, event) {
  const from = event.target.closest("button");
  if (event.key === "Enter" && event.repeat) event.preventDefault(); // held down is one tap
  if (!from?.closest(".grid")) return;
  const way = WAYS[event.key], far = { Home: -1, End: 1 }[event.key] ?? 0;
  if (!way && !far) return;
  event.preventDefault();
  const middle = (node) => {
    const box = node.getBoundingClientRect();
    return { node, x: box.left + box.width / 2, y: box.top + box.height / 2, high: box.height };
  };
  const here = middle(from), level = (one) => Math.abs(one.y - here.y) < here.high / 2;
  const all = [...root.querySelectorAll(".grid button")].map(middle).filter((one) => one.high && one.node !== from);
  const across = (one) => (far ? -far * one.x : Math.abs(one.x - here.x));
  const down = (one) => Math.abs(one.y - here.y);
  const there = all.filter((one) => far || way[0]
    ? level(one) && (one.x - here.x) * (far || way[0]) > 0
    : !level(one) && (one.y - here.y) * way[1] > 0);
  there.sort((a, b) => (!far && way[1] ? down(a) - down(b) : 0) || across(a) - across(b));
  there[0]?.node.focus();
}

// SPDX-License-Identifier: MIT
// The page: shows what the server says, and asks it for what its user wants. Data is only ever set as text.
import { Chart } from "/chart.js";

const $ = (id) => document.getElementById(id);
const SILENCE = 13_000; // ms; the server says something every 5 s
const state = { chargers: new Map(), newest: new Map(), chosen: null, following: null, lastHeard: 0, isLost: false, tab: "sessions", access: {} };

// Small helpers

const make = (name, props = {}, ...children) => {
  const { is, ...rest } = props;
  const element = Object.assign(document.createElement(name), rest);
  if (is) element.dataset.is = is;
  element.append(...children);
  return element;
};
/** Sets text only where it changes, so that a screen reader and a selection are left in peace. */
const set = (element, text) => { if (element.textContent !== text) element.textContent = text; };
const is = (element, kind) => { element.dataset.is = kind; };
const fixed = (value, digits) => (value === null || value === undefined ? "–" : value.toFixed(digits));
const unit = (value, digits, name) => (value === null || value === undefined ? "–" : `${value.toFixed(digits)} ${name}`);
const amperes = (value) => (value === null || value === undefined ? "–" : `${value} A`);
const moment = (time) => new Date(time).toLocaleString([], { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" });
const clock = (time) => new Date(time).toLocaleTimeString([], { hourCycle: "h23" });

class Answer extends Error {
  constructor(status, body) {
    super(body?.reason ?? `status ${status}`);
    Object.assign(this, { status, body });
  }
}

async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { credentials: "same-origin", ...options });
  } catch {
    throw new Answer(0, { reason: "ChargeBridge does not answer" });
  }
  if (response.status === 204) return null;
  const isJSON = (response.headers.get("content-type") ?? "").startsWith("application/json");
  const body = isJSON ? await response.json() : await response.text();
  if (!response.ok) {
    if (response.status === 401) signIn();
    throw new Answer(response.status, isJSON ? body : null);
  }
  return body;
}

const send = (method, path, body) =>
  ask(path, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

// Live events, which heal by themselves

let source = null, retry = null, pause = 1000;

function connect() {
  clearTimeout(retry);
  source?.close();
  source = new EventSource("/api/v1/live");
  source.addEventListener("state", (event) => heard(() => showState(JSON.parse(event.data))));
  source.addEventListener("request", (event) => heard(() => showRequest(JSON.parse(event.data))));
  source.addEventListener("broker", (event) => heard(() => showBroker(JSON.parse(event.data))));
  source.addEventListener("heartbeat", () => heard(() => {}));
  source.onerror = () => {
    lost();
    source.close();
    retry = setTimeout(connect, pause);
    pause = Math.min(pause * 2, 8000);
  };
}

function heard(show) {
  state.lastHeard = Date.now();
  pause = 1000;
  if (state.isLost || $("live").dataset.is !== "good") found();
  show();
}

function lost() {
  if (state.isLost) return;
  state.isLost = true;
  const since = state.lastHeard ? ` What is shown is from ${clock(state.lastHeard)} and may not be true any more.` : "";
  set($("lost"), `No connection to ChargeBridge.${since} It is tried again by itself.`);
  $("lost").hidden = false;
  $("main").classList.add("stale");
  set($("live"), "no connection");
  is($("live"), "bad");
  set($("broker"), "broker unknown");
  trouble("broker-reason", null);
  is($("broker"), "wait");
}

async function found() {
  const wasLost = state.isLost;
  state.isLost = false;
  $("lost").hidden = true;
  $("main").classList.remove("stale");
  set($("live"), "live");
  is($("live"), "good");
  await showAccess();
  if (wasLost && state.chosen) refresh();
}

setInterval(() => {
  if (state.lastHeard && Date.now() - state.lastHeard > SILENCE && !state.isLost) {
    lost();
    connect();
  }
}, 1000);
addEventListener("online", connect);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && Date.now() - state.lastHeard > SILENCE) connect();
});

// What is so now

function showBroker({ connected, reason, address }) {
  set($("broker"), connected ? "broker connected" : "broker lost");
  $("broker").title = address;
  trouble("broker-reason", connected ? null : `MQTT broker at ${address}: ${reason ?? "no connection"}. This page goes on working.`);
  is($("broker"), connected ? "good" : "bad");
}

function showState(charger) {
  const isNew = !state.chargers.has(charger.name);
  state.chargers.set(charger.name, charger);
  if (isNew) {
    const wanted = decodeURIComponent(location.hash.slice(1));
    if (!state.chosen || charger.name === wanted) choose(charger.name);
  }
  showChargers();
  if (charger.name === state.chosen) showCharger(charger);
}

function showChargers() {
  const nav = $("chargers");
  nav.hidden = state.chargers.size < 2;
  if (nav.hidden) return;
  for (const charger of state.chargers.values()) {
    let button = [...nav.children].find((button) => button.dataset.name === charger.name);
    if (!button) {
      button = make("button", { type: "button" }, make("span"), make("small"));
      button.dataset.name = charger.name;
      button.onclick = () => { location.hash = encodeURIComponent(charger.name); choose(charger.name); };
      nav.append(button);
    }
    set(button.firstChild, charger.label);
    set(button.lastChild, charger.online ? `${charger.state ?? "–"} · ${unit(charger.current_amperes, 1, "A")}` : "offline");
    button.setAttribute("aria-current", String(charger.name === state.chosen));
  }
}

function choose(name) {
  if (state.chosen === name) return;
  state.chosen = name;
  state.following = null;
  state.isWhole = false;
  $("steps").replaceChildren();
  forget();
  showChargers();
  showCharger(state.chargers.get(name));
  refresh();
}

function refresh() {
  chart.show(state.chosen);
  showRecords();
}

const STATES = { bulk: "good", absorption: "good", float: "good", storage: "good", fault: "bad" };
const OWNERS = { manual: "a person", surplus: "the sun", full: "mode: full", off: "mode: off", protection: "protection" };

function showCharger(charger) {
  const { limit, link, wear } = charger;
  document.title = `${charger.online ? `${fixed(charger.current_amperes, 1)} A · ` : ""}${charger.label} · ChargeBridge`;
  set($("name"), charger.label);
  set($("model"), [charger.model, charger.firmware && `firmware ${charger.firmware}`].filter(Boolean).join(" · "));
  const word = charger.online ? charger.state ?? "unknown" : "offline";
  set($("state"), word);
  is($("state"), charger.online ? STATES[word] ?? "wait" : "bad");
  set($("idle"), charger.idle_reason ?? "");
  set($("spoken"), `${charger.label}: ${word}${charger.idle_reason ? `, ${charger.idle_reason}` : ""}`);
  set($("current"), fixed(charger.current_amperes, 1));
  set($("voltage"), fixed(charger.voltage_volts, 2));
  set($("power"), fixed(charger.power_watts, 0));
  trouble("error", charger.error_code ? `The charger reports: ${charger.error}` : null);
  trouble("problem", limit.problem ?? (charger.other_bridge && `Two bridges on one charger: ${charger.other_bridge}`) ?? charger.control?.meter_problem);
  set($("in-force"), amperes(limit.in_force_amperes));
  set($("asked"), amperes(limit.asked_amperes));
  trouble("cap", limit.cap_reason && `The limit is held down${limit.cap_amperes === null ? "" : ` to ${limit.cap_amperes} A`}: ${limit.cap_reason}`);
  set($("owner"), OWNERS[charger.owner] ?? charger.owner);
  $("temperature-row").hidden = charger.battery_temperature_celsius === null;
  set($("temperature"), unit(charger.battery_temperature_celsius, 1, "°C"));
  set($("totals"), `${charger.energy_kilowatt_hours.toFixed(2)} kWh, ${charger.charge_ampere_hours.toFixed(1)} Ah`);
  set($("link"), `${charger.online ? "fresh data" : "no data"}, ${link.damaged} damaged of ${link.blocks + link.frames + link.damaged}`);
  set($("wear"), `${wear.writes_today} writes in 24 h, ${wear.writes_ever} ever${wear.raising_stopped ? "; raising is stopped" : ""}`);
  set($("updated"), clock(charger.time));
  showBounds(limit);
  showControl(charger.control);
}

function trouble(id, text) {
  $(id).hidden = !text;
  set($(id), text ? capital(text) : "");
}

function showBounds({ lowest_amperes: low, highest_amperes: high, in_force_amperes: now }) {
  set($("bounds"), low === null ? "The bounds are not known yet." : `From ${low} to ${high} A.`);
  const field = $("amperes");
  if (field.value === "" && document.activeElement !== field && now !== null) field.value = String(now);
}

/** What stands in the fields belongs to the charger that was shown. */
function forget() {
  for (const field of ["amperes", "mode", "reserve", "maximum"].map($)) {
    field.blur();
    field.value = field.dataset.shown = "";
  }
}

/** Shows a value in a field, unless a person has changed what stands there or is about to. */
function fill(field, value) {
  if (field.value !== value && (field.value !== field.dataset.shown || document.activeElement === field)) return;
  field.value = field.dataset.shown = value;
}

function showControl(control) {
  $("control").hidden = !control;
  if (!control) return;
  const select = $("mode");
  if (select.dataset.modes !== control.modes.join()) {
    select.dataset.modes = control.modes.join();
    select.replaceChildren(...control.modes.map((mode) => make("option", { value: mode, textContent: mode })));
    select.dataset.shown = select.value;
  }
  fill(select, control.mode);
  fill($("reserve"), String(control.reserve_watts));
  fill($("maximum"), control.maximum_amperes === null ? "" : String(control.maximum_amperes));
  const end = control.ends_at ? ` until ${moment(control.ends_at)}` : "";
  const watts = control.surplus_watts === null ? "" : ` Surplus: ${control.surplus_watts} W.`;
  set($("control-reason"), `Now ${control.mode}${end}: ${control.reason}.${watts}`);
}

// Asking for something, step by step

const WORDS = { limit: (request) => `${Number(request.asked)} A`, mode: (request) => `mode ${request.asked}`,
  reserve: (request) => `${Number(request.asked)} W left unused`, maximum: (request) => `at most ${Number(request.asked)} A`,
  "low current": (request) => `low current ${request.asked}` };

function step(text, kind) {
  const steps = $("steps"), last = steps.lastElementChild;
  if (last?.textContent === text) return;
  if (last && last.dataset.is === "wait") is(last, "done");
  steps.append(make("li", { textContent: text, is: kind }));
}

function follow(request) {
  const what = state.following;
  if (!what || request.charger !== what.charger || request.subject !== what.subject) return;
  if (what.id === null) {
    if (request.source !== "page" || Date.parse(request.asked_at) < what.since - 5000 || request.id <= what.before) return;
    what.id = request.id;
  }
  if (request.id !== what.id || what.ended) return;
  if (request.ended) return finish(request);
  step(request.state === "written" ? "Written; the charger's answer is awaited" : `Waiting: ${request.reason ?? "for its turn"}`, "wait");
}

function finish(request) {
  const what = state.following;
  what.ended = true;
  const why = request.reason ? `: ${request.reason}` : "";
  if (request.state !== "acknowledged") return step(`${capital(request.state)}${why}`, "bad");
  step(request.subject === "limit" ? `Confirmed: ${amperes(request.in_force_amperes)} in force${request.reason ? ` (${request.reason})` : ""}` : `Done${why}`, "good");
}

const capital = (text) => text[0].toUpperCase() + text.slice(1);
const decimal = (field) => Number(field.value.trim().replace(",", "."));

async function request(form, subject, body, text) {
  const charger = state.chosen;
  if (!charger) return;
  const button = form.querySelector("[type=submit]");
  const what = { charger, subject, id: null, before: state.newest.get(charger) ?? 0, since: Date.now(), ended: false };
  state.following = what;
  $("steps").replaceChildren();
  step(`Asked for ${text}`, "done");
  button.disabled = true;
  try {
    const done = await send("PUT", `/api/v1/chargers/${encodeURIComponent(charger)}/${subject}`, body);
    settle(what, done);
  } catch (answer) {
    if (state.following !== what) return;
    if (answer.body?.id) settle(what, answer.body);
    else step(answer.status === 401 ? "Not done: the token is needed" : `Not done: ${answer.message}`, "bad");
  } finally {
    button.disabled = false;
  }
}

function settle(what, request) {
  if (state.following !== what) return;
  what.id = request.id;
  follow(request);
  if (!request.ended) step("The charger has not answered yet; the request stands and goes on waiting", "wait");
}

function showRequest(request) {
  follow(request);
  state.newest.set(request.charger, Math.max(state.newest.get(request.charger) ?? 0, request.id));
  if (request.ended && request.charger === state.chosen && state.tab === "requests") showRecords();
}

$("set").onsubmit = (event) => {
  event.preventDefault();
  const wish = decimal($("amperes"));
  if (!Number.isFinite(wish)) {
    $("steps").replaceChildren();
    return step("Not asked: a limit is a number of amperes, such as 12.5", "bad");
  }
  request(event.target, "limit", { amperes: wish }, `${wish} A`);
};
const nudge = (by) => {
  const limit = state.chargers.get(state.chosen)?.limit ?? {};
  const wish = Math.round((decimal($("amperes")) || 0) * 10 + by * 10) / 10;
  $("amperes").value = String(Math.min(Math.max(wish, limit.lowest_amperes ?? 0), limit.highest_amperes ?? wish));
};
$("less").onclick = () => nudge(-0.5);
$("more").onclick = () => nudge(0.5);
$("amperes").onkeydown = (event) => {
  if (event.key === "ArrowUp" || event.key === "ArrowDown") {
    event.preventDefault();
    nudge(event.key === "ArrowUp" ? 0.5 : -0.5);
  }
};
$("set-mode").onsubmit = (event) => {
  event.preventDefault();
  request(event.target, "mode", { mode: $("mode").value }, `mode ${$("mode").value}`);
};
$("set-reserve").onsubmit = (event) => {
  event.preventDefault();
  request(event.target, "reserve", { watts: decimal($("reserve")) }, `${$("reserve").value} W left unused`);
};
$("set-maximum").onsubmit = (event) => {
  event.preventDefault();
  request(event.target, "maximum", { amperes: decimal($("maximum")) }, `at most ${$("maximum").value} A`);
};

// What was

const chart = new Chart($("chart"), {
  fetch: ask,
  onView: (from, to, span) => {
    const day = { month: "short", day: "numeric" }, time = { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    const words = (at) => new Date(at).toLocaleString([], span > 3 * 86_400_000 ? day : time);
    set($("chart-range"), `${words(from)} – ${words(to)}`);
    $("csv").href = chart.csv;
  },
  onRead: (text) => set($("readout"), text || " "),
  onSummary: (text) => set($("chart-summary"), text),
  onStates: (states) => $("states").replaceChildren(...states.map(([name, color]) => {
    const item = make("li", { textContent: name });
    item.style.setProperty("--c", color);
    return item;
  })),
});
for (const button of document.querySelectorAll("[data-span]")) {
  button.onclick = () => {
    for (const other of document.querySelectorAll("[data-span]")) other.setAttribute("aria-pressed", String(other === button));
    chart.choose(button.dataset.span);
  };
}
for (const button of document.querySelectorAll("[data-move]")) button.onclick = () => chart.move(button.dataset.move);
for (const button of document.querySelectorAll("[data-zoom]")) button.onclick = () => chart.zoom(Number(button.dataset.zoom));
setInterval(() => { if (!document.hidden && !state.isLost && state.chosen) chart.follow(); }, 30_000);

const duration = (from, to) => {
  const minutes = Math.round((to - from) / 60_000);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};
/** Parts that stand one below the other where there is room, and on one line on a phone. */
const parts = (...texts) => ({ parts: texts.filter(Boolean) });
const phase = ({ minutes, charge_ampere_hours: charge, energy_watt_hours: energy }) =>
  minutes > 0 ? parts(minutes < 1 ? "< 1 min" : duration(0, minutes * 60_000), `${charge.toFixed(1)} Ah`, `${energy.toFixed(0)} Wh`) : "";
const some = (value, digits, name) => (value === null ? "" : unit(value, digits, name));
const ENDINGS = { full: "good", "new cycle": "good", fault: "bad", silent: "bad", "not seen": "wait" };
const TABLES = {
  sessions: { days: 31, caption: "The last month", head: ["Began", "Lasted", "Put in", "Bulk", "Absorption", "Float", "Other", "Voltage", "Highest", "Ended"],
    row: (row) => [moment(row.start), duration(Date.parse(row.start), row.end ? Date.parse(row.end) : Date.now()),
      parts(`${row.charge_ampere_hours.toFixed(1)} Ah`, `${row.energy_watt_hours.toFixed(0)} Wh`),
      phase(row.bulk), phase(row.absorption), phase(row.float), phase(row.other),
      row.start_voltage_volts === null ? "" : `${fixed(row.start_voltage_volts, 2)} to ${unit(row.end_voltage_volts, 2, "V")}`,
      parts(some(row.highest_voltage_volts, 2, "V"), some(row.highest_current_amperes, 1, "A"), some(row.highest_battery_temperature_celsius, 1, "°C")),
      { text: row.end ? row.ending ?? "ended" : "goes on", is: row.end ? ENDINGS[row.ending] : "wait", more: row.end && row.result !== row.ending ? row.result : "" }] },
  requests: { days: 31, caption: "The last month", head: ["Asked", "For", "By", "Ended", "Reason"],
    row: (row) => [moment(row.asked_at), (WORDS[row.subject] ?? (() => row.asked))(row), row.source,
      { text: row.state, is: row.state === "acknowledged" ? "good" : row.state === "superseded" ? undefined : row.ended ? "bad" : "wait" }, row.reason ?? ""] },
  events: { days: 31, caption: "The last month", head: ["When", "About", "What happened"],
    row: (row) => [moment(row.time), row.kind, row.text] },
  days: { days: 62, caption: "The last two months", head: ["Day", "Energy", "Charge", "Sessions", "Charged for"],
    row: (row) => [row.day, `${row.energy_watt_hours.toFixed(0)} Wh`, `${row.charge_ampere_hours.toFixed(1)} Ah`, String(row.sessions), duration(0, row.charging_seconds * 1000)] },
};

const FEW = 12, MOST = 100;

async function showRecords() {
  const { tab, chosen } = state;
  if (!chosen) return;
  const table = TABLES[tab], from = new Date(Date.now() - table.days * 86_400_000).toISOString();
  const to = new Date(Date.now() + 60_000).toISOString();
  let rows;
  try {
    rows = (await ask(`/api/v1/chargers/${encodeURIComponent(chosen)}/${tab}?from=${from}&to=${to}&most=${MOST}`))[tab];
  } catch (answer) {
    return $("records").replaceChildren(make("p", { className: "quiet", textContent: `Can't be read: ${answer.message}` }));
  }
  if (tab !== state.tab || chosen !== state.chosen) return;
  if (rows.length === 0) return $("records").replaceChildren(make("p", { className: "quiet", textContent: "Nothing was recorded yet." }));
  const few = state.isWhole || rows.length <= FEW + 3 ? rows : rows.slice(0, FEW);
  const cells = few.map(table.row);
  // A column without anything in it takes no room.
  const columns = table.head.map((_, at) => at).filter((at) => cells.some((row) => !isEmpty(row[at])));
  const link = tab === "days" ? [] : [make("p", {}, make("a", { href: `/api/v1/chargers/${encodeURIComponent(chosen)}/${tab}.csv?from=${from}&to=${to}&most=1000`, download: "", textContent: "Download as CSV" }))];
  $("records").replaceChildren(make("table", {},
    make("caption", { textContent: rows.length < MOST ? table.caption : `The newest ${MOST}` }),
    make("thead", {}, make("tr", {}, ...columns.map((at) => make("th", { scope: "col", textContent: table.head[at] })))),
    make("tbody", {}, ...cells.map((row) => make("tr", {}, ...columns.map((at) => cell(row[at], table.head[at])))))),
    ...(few.length < rows.length ? [make("button", { type: "button", id: "all", textContent: `Show all ${rows.length}`, onclick: showAll })] : []), ...link);
}

function showAll() {
  state.isWhole = true;
  $("records").focus();
  showRecords();
}

const isEmpty = (value) => value === "" || value.parts?.length === 0;

function cell(value, label) {
  const span = (className, textContent, is) => make("span", { className, textContent, is });
  const content = isEmpty(value) ? [] : typeof value === "string" ? [value]
    : value.parts?.map((text) => span("part", text)) ?? [span("word", value.text, value.is), ...(value.more ? [span("part quiet", value.more)] : [])];
  const data = make("td", {}, ...(content.length ? [make("div", {}, ...content)] : []));
  data.dataset.label = label;
  return data;
}

const tabs = [...document.querySelectorAll("[role=tab]")];
tabs.forEach((tab, at) => {
  tab.onclick = () => {
    state.tab = tab.id.slice(4);
    state.isWhole = false;
    for (const other of tabs) {
      other.setAttribute("aria-selected", String(other === tab));
      other.tabIndex = other === tab ? 0 : -1;
    }
    $("records").setAttribute("aria-labelledby", tab.id);
    showRecords();
  };
  tab.onkeydown = (event) => {
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = tabs.at(to % tabs.length);
    next.focus();
    next.click();
  };
});
setInterval(() => { if (!document.hidden && !state.isLost) showRecords(); }, 60_000);

// Access

async function showAccess() {
  try {
    state.access = await ask("/api/v1/access");
  } catch {
    return;
  }
  $("sign").hidden = state.access.may_change && !state.access.signed_in;
  set($("sign"), state.access.signed_in ? "Sign out" : "Sign in");
}

function signIn() {
  if (!$("login").open) $("login").showModal();
}
$("sign").onclick = async () => {
  if (!state.access.signed_in) return signIn();
  await ask("/api/v1/logout", { method: "POST" });
  showAccess();
};
$("login-cancel").onclick = () => $("login").close();
$("login-form").onsubmit = async (event) => {
  event.preventDefault();
  try {
    await send("POST", "/api/v1/login", { token: $("token").value });
    $("login").close();
    trouble("login-reason", null);
    await showAccess();
    connect();
    if (state.chosen) refresh();
  } catch (answer) {
    trouble("login-reason", answer.message);
  }
  $("token").value = "";
};

// The start

async function begin() {
  try {
    const overview = await ask("/api/v1/chargers");
    set($("version"), `ChargeBridge ${overview.version}`);
    showBroker(overview.broker);
    overview.chargers.forEach(showState);
  } catch { /* the live events tell */ }
  connect();
}
begin();

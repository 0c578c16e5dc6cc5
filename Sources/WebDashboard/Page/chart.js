// SPDX-License-Identifier: MIT
// The chart: a view that can be panned and zoomed, filled with what was recorded in it.
const MINUTE = 60_000, HOUR = 60 * MINUTE, DAY = 24 * HOUR;
const SPANS = { day: DAY, week: 7 * DAY, month: 31 * DAY };
const POINTS = 900;
// White words stand out from each, and each from a light and a dark page (WCAG 2.2: 4.5 and 3 to 1).
const RESTING = "#66726e";
const STAGES = { bulk: "#127e73", absorption: "#a16112", float: "#446cc9", storage: "#805fba", fault: "#cf372c",
  equalise: "#ba3e9b", recondition: "#ba3e9b", "repeated absorption": "#a16112", "power supply": "#28779f" };

const NO_LIBRARY = "There is no chart: install Debian's package libjs-dygraphs on the machine that ChargeBridge runs on. "
  + "The records below and the download hold the same values.";

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const iso = (time) => new Date(time).toISOString().replace(/\.\d+Z/, "Z");
const HOURS = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const clock = (time, span) =>
  new Date(time).toLocaleString([], span > 2 * DAY ? { month: "short", day: "numeric", ...HOURS } : HOURS);

/** Loads Debian's dygraphs once; false when it is not installed. */
async function library() {
  if (window.Dygraph) return true;
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = "/lib/dygraph.min.css";
  const script = document.createElement("script");
  script.src = "/lib/dygraph.min.js";
  const loaded = new Promise((done) => {
    script.onload = () => {
      // Its legend writes inline styles, which this page's policy forbids; the page has its own.
      window.Dygraph.PLUGINS = window.Dygraph.PLUGINS.filter((plugin) => plugin !== window.Dygraph.Plugins.Legend);
      done(true);
    };
    script.onerror = () => done(false);
  });
  document.head.append(style, script);
  return loaded;
}

/** Reads the table that the server writes: no cell of it holds a comma. */
export function readTable(text) {
  const [head, ...lines] = text.trim().split("\r\n");
  const names = head.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, at) => [names[at], cell])));
}

const number = (cell) => (cell === "" || cell === undefined ? null : Number(cell));
const spread = (row, name) => [number(row[`${name}_min`]), number(row[`${name}_mean`]), number(row[`${name}_max`])];

/** Whether the limit is another than just before. */
const isChange = (rows, at) => at > 0 && rows[at].limit_amperes !== "" && rows[at - 1].limit_amperes !== ""
  && rows[at].limit_amperes !== rows[at - 1].limit_amperes;

export class Chart {
  constructor(place, { fetch, onView, onRead, onSummary, onStates }) {
    Object.assign(this, { place, fetch, onView, onRead, onSummary, onStates });
    this.span = DAY;
    this.to = Date.now();
    this.follows = true;
    this.rows = [];
    this.loaded = null;
    this.pointers = new Map();
    place.addEventListener("pointerdown", (event) => this.grab(event));
    place.addEventListener("pointermove", (event) => this.drag(event));
    for (const name of ["pointerup", "pointercancel"]) place.addEventListener(name, (event) => this.drop(event));
    place.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    place.addEventListener("keydown", (event) => this.key(event));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw(true));
  }

  get from() { return this.to - this.span; }
  get csv() { return `${this.charger}/history.csv?from=${iso(this.from)}&to=${iso(this.to)}&points=${POINTS}`; }

  show(charger) {
    this.charger = `/api/v1/chargers/${encodeURIComponent(charger)}`;
    this.loaded = null;
    this.rows = [];
    return this.load();
  }

  // Moving

  choose(name) { this.follows = true; this.view(Date.now(), SPANS[name]); }
  move(step) { step === "now" ? this.view(Date.now(), this.span, true) : this.view(this.to + Number(step) * this.span / 2, this.span); }
  zoom(factor, around = 0.5) {
    const span = Math.min(Math.max(this.span * factor, 10 * MINUTE), 400 * DAY);
    const middle = this.from + this.span * around;
    this.view(middle + span * (1 - around), span);
  }
  follow() {
    if (!this.follows) return;
    this.view(Date.now(), this.span, true);
    // As often as a point on the screen, and while there are few points, each time.
    const patience = this.rows.length < 60 ? 20_000 : this.span / POINTS * 2;
    if (this.loaded && Date.now() - this.loaded.at > patience) this.load();
  }

  view(to, span, follows = false) {
    const now = Date.now();
    this.span = span;
    this.follows = follows || to >= now - span / 100;
    this.to = this.follows ? now : Math.max(to, 0);
    this.draw(false);
    clearTimeout(this.timer);
    if (this.needsLoading()) this.timer = setTimeout(() => this.load(), 250);
  }

  needsLoading() {
    const { loaded } = this;
    if (!loaded || this.from < loaded.from || this.to > loaded.to + this.span / 200) return true;
    return this.span < loaded.span / 2 || this.span > loaded.span * 2;
  }

  async load() {
    const turn = (this.turn = (this.turn ?? 0) + 1);
    const from = this.from - this.span, to = Math.min(this.to + this.span, Date.now() + MINUTE);
    const { charger, span } = this;
    try {
      const text = await this.fetch(`${charger}/history.csv?from=${iso(from)}&to=${iso(to)}&points=${POINTS * 2}`);
      if (turn !== this.turn) return;
      this.loaded = { from, to, span, at: Date.now() };
      this.rows = readTable(text);
      this.has = await library();
      this.draw(true);
    } catch (error) {
      if (turn !== this.turn) return;
      const words = `The history can't be read: ${error.message}. It is tried again.`;
      this.onSummary(this.graph ? words : "");
      if (!this.graph) this.blank(words);
    }
  }

  // Showing

  draw(isNew) {
    this.onView(this.from, this.to, this.span);
    if (!this.loaded || this.has === undefined) return;
    if (isNew) this.summarize();
    if (!this.has) return this.blank(NO_LIBRARY);
    if (this.rows.length === 0) return this.blank("Nothing was recorded in this time.");
    const window_ = [this.from, this.to];
    if (!isNew && this.graph) return this.graph.updateOptions({ dateWindow: window_ });
    if (isNew || !this.graph) this.build(window_);
  }

  blank(words) {
    this.graph?.destroy();
    this.graph = null;
    this.place.classList.add("empty");
    this.place.textContent = words;
  }

  build(window_) {
    const rows = this.rows.map((row) => {
      const limit = number(row.limit_amperes);
      return [new Date(row.time), [limit, limit, limit], spread(row, "current_amperes"), spread(row, "voltage_volts")];
    });
    // Two and a half times what lies between two records: the finest are ten seconds, old ones a quarter of an hour.
    const steps = rows.slice(1).map((row, at) => row[0] - rows[at][0]).filter((step) => step > 0);
    const gap = 2.5 * steps.reduce((least, step) => Math.min(least, step), Infinity);
    const data = rows.flatMap((row, at) => {
      // What was not recorded is no straight line.
      const next = rows[at + 1];
      const none = [null, null, null];
      return next && next[0] - row[0] > gap ? [row, [new Date(+row[0] + gap / 4), none, none, none]] : [row];
    });
    if (!this.graph) {
      this.place.classList.remove("empty");
      this.place.textContent = "";
    } else {
      this.graph.destroy();
    }
    const highest = Math.max(1, ...rows.flatMap((row) => [row[1][2] ?? 0, row[2][2] ?? 0]));
    const volts = rows.flatMap((row) => row[3]).filter((value) => value !== null);
    const [low, high] = volts.length ? [Math.min(...volts), Math.max(...volts)] : [0, 1];
    const room = Math.max(0.5, (high - low) * 0.15);
    this.graph = new window.Dygraph(this.place, data, {
      labels: ["time", "limit", "current", "voltage"], customBars: true, dateWindow: window_,
      series: {
        limit: { color: color("--limit"), strokeWidth: this.rows.filter((_, at) => isChange(this.rows, at)).length > 100 ? 0.8 : 2, stepPlot: true },
        current: { color: color("--current"), strokeWidth: 2 },
        voltage: { axis: "y2", color: color("--voltage"), strokeWidth: 1.6 },
      },
      axes: {
        x: { axisLabelWidth: 52, pixelsPerLabel: 56, gridLineColor: color("--line"), axisLineColor: color("--line") },
        y: { valueRange: [-highest * 0.09, highest * 1.12], axisLabelWidth: 28, gridLineColor: color("--line"), axisLineColor: color("--line") },
        y2: { valueRange: [low - room, high + room], independentTicks: true, drawGrid: false, axisLabelWidth: 36, axisLineColor: color("--line") },
      },
      legend: "never", fillAlpha: 0.13, interactionModel: {}, highlightCircleSize: 4, animatedZooms: false, rightGap: 0,
      underlayCallback: (context, area, graph) => this.underlay(context, area, graph),
      highlightCallback: (_, time) => this.read(time), unhighlightCallback: () => this.onRead(""),
    });
  }

  /** Charge states as a strip along the bottom; changes of the limit as dotted lines. */
  underlay(context, area, graph) {
    const at = (time) => graph.toDomXCoord(time);
    const { rows } = this;
    context.save();
    context.beginPath();
    context.rect(area.x, area.y, area.w, area.h);
    context.clip();
    context.font = "11px system-ui, sans-serif";
    context.textBaseline = "middle";
    for (let start = 0, end; start < rows.length; start = end) {
      for (end = start + 1; end < rows.length && rows[end].state === rows[start].state; end += 1);
      const { state } = rows[start];
      if (!state) continue;
      const left = Math.max(at(new Date(rows[start].time)), area.x);
      const right = Math.min(at(new Date(rows[Math.min(end, rows.length - 1)].time)), area.x + area.w);
      if (right <= left) continue;
      context.fillStyle = STAGES[state] ?? RESTING;
      context.fillRect(left, area.y + area.h - 15, right - left, 15);
      if (context.measureText(state).width + 8 > right - left) continue;
      context.fillStyle = "#fff";
      context.shadowColor = "rgb(0 0 0 / 60%)";
      context.shadowBlur = 3;
      context.fillText(state, left + 4, area.y + area.h - 7);
      context.shadowBlur = 0;
    }
    context.strokeStyle = color("--limit");
    const changes = rows.filter((_, row) => isChange(rows, row)).map((row) => at(new Date(row.time)))
      .filter((x) => x >= area.x && x <= area.x + area.w);
    // Automatic control may change it by the minute: whole lines would be a curtain before the rest.
    const isDense = changes.length * 12 > area.w;
    const length = isDense ? 6 : area.h - 15;
    context.setLineDash(isDense ? [] : [2, 3]);
    for (const x of changes) {
      context.beginPath();
      context.moveTo(x, area.y);
      context.lineTo(x, area.y + length);
      context.stroke();
    }
    context.restore();
  }

  read(time) {
    const row = this.rows.find((row) => +new Date(row.time) === time);
    if (!row) return this.onRead("");
    const parts = [clock(time, this.span)];
    if (row.current_amperes_mean) parts.push(`${Number(row.current_amperes_mean).toFixed(1)} A`);
    if (row.voltage_volts_mean) parts.push(`${Number(row.voltage_volts_mean).toFixed(2)} V`);
    if (row.limit_amperes) parts.push(`limit ${Number(row.limit_amperes)} A`);
    if (row.state) parts.push(row.state);
    this.onRead(parts.join(" · "));
  }

  summarize() {
    const seen = this.rows.filter((row) => { const time = +new Date(row.time); return time >= this.from && time <= this.to; });
    const range = (name, unit, digits) => {
      const low = seen.map((row) => number(row[`${name}_min`])).filter((value) => value !== null);
      const high = seen.map((row) => number(row[`${name}_max`])).filter((value) => value !== null);
      return low.length ? `${Math.min(...low).toFixed(digits)} to ${Math.max(...high).toFixed(digits)} ${unit}` : "not recorded";
    };
    const changes = seen.filter((_, at) => isChange(seen, at)).length;
    const times = changes === 0 ? "did not change" : changes === 1 ? "changed once" : `changed ${changes} times`;
    this.onSummary(this.rows.length === 0 ? "" : seen.length === 0 ? "Nothing was recorded in this time."
      : `Current ${range("current_amperes", "A", 1)}, voltage ${range("voltage_volts", "V", 2)}; the limit ${times}.`);
    this.onStates([...new Set(seen.map((row) => row.state))].filter(Boolean).map((name) => [name, STAGES[name] ?? RESTING]));
  }

  // Hands

  grab(event) {
    if (event.button !== 0 || !this.graph) return;
    this.pointers.set(event.pointerId, event.clientX);
    this.place.setPointerCapture(event.pointerId);
  }

  drag(event) {
    const last = this.pointers.get(event.pointerId);
    if (last === undefined) return;
    const width = this.place.clientWidth || 1;
    const xs = () => [...this.pointers.values()];
    if (this.pointers.size === 1) {
      this.view(this.to - (event.clientX - last) / width * this.span, this.span);
      this.pointers.set(event.pointerId, event.clientX);
    } else {
      const before = Math.abs(xs()[0] - xs()[1]) || 1;
      this.pointers.set(event.pointerId, event.clientX);
      const after = Math.abs(xs()[0] - xs()[1]) || 1;
      const middle = (xs()[0] + xs()[1]) / 2 - this.place.getBoundingClientRect().left;
      this.zoom(before / after, middle / width);
    }
  }

  drop(event) { this.pointers.delete(event.pointerId); if (this.loaded) this.summarize(); }

  wheel(event) {
    if (!event.ctrlKey) return;
    event.preventDefault();
    this.zoom(event.deltaY > 0 ? 1.25 : 0.8, event.offsetX / (this.place.clientWidth || 1));
  }

  key(event) {
    const keys = { ArrowLeft: () => this.move(-0.25), ArrowRight: () => this.move(0.25), Home: () => this.move("now"),
      "+": () => this.zoom(0.5), "=": () => this.zoom(0.5), "-": () => this.zoom(2) };
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  }
}

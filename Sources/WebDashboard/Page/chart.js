// The chart: a view that can be panned and zoomed, filled with what was recorded in it.
const MINUTE = 60_000, HOUR = 60 * MINUTE, DAY = 24 * HOUR;
const SPANS = { day: DAY, week: 7 * DAY, month: 31 * DAY };
const POINTS = 900;
const STAGES = { bulk: "#1f9d8b", absorption: "#d08a1d", float: "#5f7fd6", storage: "#7b68b8", fault: "#c8352c",
  off: "#8a9693", "low power": "#8a9693", equalise: "#b5489a", "power supply": "#4d8fb3",
  recondition: "#b5489a", "repeated absorption": "#d08a1d", "starting up": "#8a9693" };

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

export class Chart {
  constructor(place, { fetch, onView, onRead, onSummary }) {
    Object.assign(this, { place, fetch, onView, onRead, onSummary });
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
  follow() { if (this.follows) this.view(Date.now(), this.span, true); }

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
      this.loaded = { from, to, span };
      this.rows = readTable(text);
      this.has = await library();
      this.draw(true);
    } catch (error) {
      if (turn === this.turn) this.onSummary(`The history can't be read: ${error.message}`);
    }
  }

  // Showing

  draw(isNew) {
    this.onView(this.from, this.to, this.span);
    if (!this.loaded || this.has === undefined) return;
    if (isNew) this.summarize();
    if (!this.has || this.rows.length === 0) return this.blank();
    const window_ = [this.from, this.to];
    if (!isNew && this.graph) return this.graph.updateOptions({ dateWindow: window_ });
    if (isNew || !this.graph) this.build(window_);
  }

  blank() {
    this.graph?.destroy();
    this.graph = null;
    this.place.classList.add("empty");
    this.place.textContent = this.has
      ? "Nothing was recorded in this time."
      : "There is no chart: install Debian's package libjs-dygraphs on the machine that ChargeBridge runs on. The records below and the download hold the same values.";
  }

  build(window_) {
    const rows = this.rows.map((row) => {
      const limit = number(row.limit_amperes);
      return [new Date(row.time), spread(row, "current_amperes"), [limit, limit, limit], spread(row, "voltage_volts")];
    });
    const gap = (this.loaded.to - this.loaded.from) / POINTS / 2 * 4;
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
      labels: ["time", "current", "limit", "voltage"], customBars: true, dateWindow: window_,
      series: {
        current: { color: color("--current"), strokeWidth: 2 },
        limit: { color: color("--limit"), strokeWidth: 2, stepPlot: true },
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
      context.fillStyle = STAGES[state] ?? "#8a9693";
      context.fillRect(left, area.y + area.h - 15, right - left, 15);
      if (context.measureText(state).width + 8 > right - left) continue;
      context.fillStyle = "#fff";
      context.shadowColor = "rgb(0 0 0 / 60%)";
      context.shadowBlur = 3;
      context.fillText(state, left + 4, area.y + area.h - 7);
      context.shadowBlur = 0;
    }
    context.strokeStyle = color("--limit");
    context.setLineDash([2, 3]);
    for (let row = 1; row < rows.length; row += 1) {
      const before = rows[row - 1].limit_amperes, after = rows[row].limit_amperes;
      if (before === after || before === "" || after === "") continue;
      const x = at(new Date(rows[row].time));
      context.beginPath();
      context.moveTo(x, area.y);
      context.lineTo(x, area.y + area.h - 15);
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
    this.onSummary(seen.length === 0 ? "Nothing was recorded in this time."
      : `Current ${range("current_amperes", "A", 1)}, voltage ${range("voltage_volts", "V", 2)}.`);
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

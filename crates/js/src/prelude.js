// What the functions of an app find around them on the server. Evaluated once per engine, strictly, before any of
// their code; what it returns is for convert.rs and vm.rs.
//
// Everything that outlives a call is frozen at the end, so that no call can leave anything behind for
// the next. What would answer differently in a browser is marked when it is used.
(names, strict, { read, mark, now, random, log, intl }) => {
  const { defineProperty, freeze, getOwnPropertyDescriptor, getPrototypeOf } = Object;
  const { apply, construct, ownKeys } = Reflect;
  const BY_CALL = 1;
  const BY_PLACE = 2;

  const method = (object, name, length, value) => {
    defineProperty(value, "name", { value: name });
    defineProperty(value, "length", { value: length });
    defineProperty(object, name, { value, writable: true, enumerable: false, configurable: true });
  };

  // ── What is not there ──

  for (const name of [
    "eval", "Atomics", "SharedArrayBuffer", "WeakRef", "FinalizationRegistry", "performance",
    "queueMicrotask",
  ]) {
    delete globalThis[name];
  }
  delete Error.prepareStackTrace;
  delete Error.stackTraceLimit;
  const kinds = [function () {}, function* () {}, async function () {}, async function* () {}];
  for (const kind of kinds) {
    const prototype = getPrototypeOf(kind);
    const { name } = prototype.constructor;
    const Refused = function () {
      throw new EvalError("Code cannot be made of text here.");
    };
    defineProperty(Refused, "prototype", { value: prototype });
    method(prototype, "constructor", 1, Refused);
    defineProperty(Refused, "name", { value: name });
    if (name === "Function") method(globalThis, "Function", 1, Refused);
  }
  // A page's code asks for these to see where it runs.
  if (!strict) {
    for (const name of [
      "window", "document", "navigator", "localStorage", "sessionStorage", "self", "screen",
      "history", "innerWidth", "innerHeight", "matchMedia", "Intl",
    ]) {
      const get = () => mark(BY_PLACE);
      defineProperty(globalThis, name, { get, enumerable: false, configurable: true });
    }
  }

  // ── Chance and time ──

  method(Math, "random", 0, () => {
    mark(BY_CALL);
    return random();
  });

  const RealDate = Date;
  const dates = RealDate.prototype;
  const real = {};
  for (const key of ownKeys(dates)) real[key] = dates[key];
  const clock = () => {
    mark(BY_CALL);
    return now();
  };
  const timeOf = (value) => {
    try {
      return apply(real.getTime, value, []);
    } catch {
      return undefined;
    }
  };
  // A day alone is in UTC, as is what names its zone; all else is local time.
  const absolute = /^[+-]?\d{4,6}(-\d\d(-\d\d)?)?$|(Z|GMT|UTC|[+-]\d\d:?\d\d)(\s*\(.*\))?\s*$/i;
  const parse = (text) => {
    const ms = RealDate.parse(text);
    if (ms !== ms || absolute.test(text)) return ms;
    mark(BY_PLACE);
    return ms - apply(real.getTimezoneOffset, new RealDate(ms), []) * 60000;
  };
  const UtcDate = function Date(...parts) {
    if (!new.target) return apply(dates.toString, new RealDate(clock()), []);
    let ms = parts[0];
    if (parts.length === 0) {
      ms = clock();
    } else if (parts.length > 1) {
      mark(BY_PLACE);
      ms = RealDate.UTC(...parts);
    } else if (typeof ms === "object" && ms !== null) {
      ms = timeOf(ms) ?? (typeof ms[Symbol.toPrimitive] === "function" ? ms : `${ms}`);
    }
    if (typeof ms === "string") ms = parse(ms);
    return construct(RealDate, [ms], new.target);
  };
  defineProperty(UtcDate, "prototype", { value: dates });
  defineProperty(UtcDate, "length", { value: 7 });
  method(UtcDate, "now", 0, () => clock());
  method(UtcDate, "parse", 1, (text) => parse(`${text}`));
  method(UtcDate, "UTC", 7, RealDate.UTC);
  method(dates, "constructor", 7, UtcDate);
  method(globalThis, "Date", 7, UtcDate);

  // Local time is UTC.
  for (const part of ["Date", "Day", "FullYear", "Hours", "Milliseconds", "Minutes", "Month", "Seconds"]) {
    for (const verb of ["get", "set"]) {
      const utc = real[`${verb}UTC${part}`];
      if (!utc) continue;
      method(dates, verb + part, utc.length, function (...args) {
        mark(BY_PLACE);
        return apply(utc, this, args);
      });
    }
  }
  delete dates.getYear;
  delete dates.setYear;
  method(dates, "getTimezoneOffset", 0, function () {
    mark(BY_PLACE);
    return apply(real.getTime, this, []) * 0;
  });
  const written = (name, write) =>
    method(dates, name, 0, function () {
      mark(BY_PLACE);
      const ms = apply(real.getTime, this, []);
      if (ms !== ms) return "Invalid Date";
      const [weekday, day, month, year, time] = apply(real.toUTCString, this, []).split(" ");
      return write({ weekday: weekday.slice(0, 3), day, month, year, time });
    });
  const day = ({ weekday, month, day, year }) => `${weekday} ${month} ${day} ${year}`;
  const time = ({ time }) => `${time} GMT+0000 (Coordinated Universal Time)`;
  written("toDateString", day);
  written("toTimeString", time);
  written("toString", (parts) => `${day(parts)} ${time(parts)}`);

  // ── Languages ──

  const DATE = ["weekday", "year", "month", "day"];
  const TIME = ["dayPeriod", "hour", "minute", "second", "fractionalSecondDigits"];
  const local = (name, fields, usual) =>
    method(dates, name, 0, function (locale, options) {
      mark(BY_PLACE);
      const ms = apply(real.getTime, this, []);
      if (ms !== ms) return "Invalid Date";
      const asked = { ...options };
      asked.timeZone ??= "UTC";
      if (![...fields, "dateStyle", "timeStyle"].some((field) => asked[field] !== undefined)) {
        for (const field of usual) asked[field] = "numeric";
      }
      return intl(tools, "DateTimeFormat", ms, locale, asked);
    });
  local("toLocaleDateString", DATE, DATE.slice(1));
  local("toLocaleTimeString", TIME, TIME.slice(1, 4));
  local("toLocaleString", [...DATE, ...TIME], [...DATE.slice(1), ...TIME.slice(1, 4)]);
  method(Number.prototype, "toLocaleString", 0, function (locale, options) {
    mark(BY_PLACE);
    return intl(tools, "NumberFormat", apply(Number.prototype.valueOf, this, []), locale, options);
  });
  const plain = /^[\0-\x7f]*$/;
  const letters = (text) =>
    (plain.test(text) ? text : text.normalize("NFD").replace(/[\u0300-\u036f]/g, "")).toLowerCase();
  method(String.prototype, "localeCompare", 1, function (other) {
    mark(BY_PLACE);
    const [a, b] = [`${this}`, `${other}`];
    const [x, y] = [letters(a), letters(b)];
    if (x !== y) return x < y ? -1 : 1;
    // Of equal letters the small one is first.
    return a === b ? 0 : a > b ? -1 : 1;
  });

  // ── What browsers and Node.js have beside the standard library ──

  const console = {};
  for (const name of ["debug", "error", "info", "log", "warn"]) {
    method(console, name, 0, (...values) => log(tools, values.length === 1 ? values[0] : values));
  }
  defineProperty(globalThis, "console", { value: console, enumerable: false });
  const copy = (value, seen) => {
    if (typeof value === "function" || typeof value === "symbol") {
      throw new TypeError(`${String(value)} could not be cloned.`);
    }
    if (typeof value !== "object" || value === null) return value;
    if (seen.has(value)) return seen.get(value);
    const ms = timeOf(value);
    if (ms !== undefined) return new RealDate(ms);
    if (value instanceof RegExp) return new RegExp(value.source, value.flags);
    const made = Array.isArray(value) ? [] : value instanceof Map ? new Map() : value instanceof Set ? new Set() : {};
    seen.set(value, made);
    if (made instanceof Map) value.forEach((item, key) => made.set(copy(key, seen), copy(item, seen)));
    else if (made instanceof Set) value.forEach((item) => made.add(copy(item, seen)));
    else for (const key of Object.keys(value)) made[key] = copy(value[key], seen);
    return made;
  };
  method(globalThis, "structuredClone", 1, (value) => copy(value, new Map()));

  // ── Frozen ──

  // Writing a property that a frozen prototype has is refused in JavaScript, also on objects that only
  // inherit it. For the names that code does write on its own objects that must not be.
  const loosen = (object, keys) => {
    for (const key of keys) {
      const found = getOwnPropertyDescriptor(object, key);
      if (!found?.configurable || !("value" in found)) continue;
      const { value } = found;
      const set = function (next) {
        if (this === object) throw new TypeError(`'${String(key)}' is read-only`);
        defineProperty(this, key, { value: next, writable: true, enumerable: true, configurable: true });
      };
      defineProperty(object, key, { get: () => value, set, enumerable: false, configurable: false });
    }
  };
  loosen(Object.prototype, ownKeys(Object.prototype));
  loosen(Function.prototype, ["toString", "call", "apply", "bind"]);
  loosen(Array.prototype, ["toString", "toLocaleString"]);
  loosen(dates, ["toString", "toJSON", "valueOf"]);
  const errors = ["", "Eval", "Range", "Reference", "Syntax", "Type", "URI", "Internal", "Aggregate"];
  for (const name of errors) {
    const prototype = globalThis[`${name}Error`]?.prototype;
    if (prototype) loosen(prototype, ["constructor", "name", "message", "toString"]);
  }

  const found = new Set();
  const open = [globalThis];
  const add = (value) => {
    if ((typeof value === "object" && value !== null) || typeof value === "function") open.push(value);
  };
  // These have no name.
  for (const value of [
    ...kinds, (function* () {})(), (async function* () {})(), [].values(), new Map().keys(), new Set().keys(),
    ""[Symbol.iterator](), /a/g[Symbol.matchAll](""), [].values().map((x) => x),
    Iterator.from({ next() {} }), new Uint8Array().values(),
    (function () { return arguments; })(),
  ]) {
    add(getPrototypeOf(value));
  }
  if (Iterator.concat) add(getPrototypeOf(Iterator.concat([])));
  if (Iterator.zip) add(getPrototypeOf(Iterator.zip([])));
  while (open.length > 0) {
    const object = open.pop();
    if (found.has(object)) continue;
    found.add(object);
    add(getPrototypeOf(object));
    for (const key of ownKeys(object)) {
      const property = getOwnPropertyDescriptor(object, key);
      add(property.value);
      add(property.get);
      add(property.set);
    }
  }
  for (const object of found) {
    // Typed arrays with elements cannot be frozen; there are none.
    freeze(object);
  }

  // ── For the other side ──

  const given = {};
  names.forEach((name, i) => {
    given[name] = freeze((params) => read(tools, i, params));
  });
  const tools = freeze({
    start: (run, args) => run({ ...given, args }),
    timeOf,
    makeDate: (ms) => new RealDate(ms),
    makeError: (name, message, extra) =>
      Object.assign(defineProperty(new Error(message), "name", { value: name, writable: true, configurable: true }), extra),
    wellFormed: (text) => text.toWellFormed(),
    isPlain: (value) => {
      const prototype = getPrototypeOf(value);
      return prototype === null || prototype === Object.prototype;
    },
  });
  return tools;
}

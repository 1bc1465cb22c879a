// Makes schema.jsonl: random schemas and data, judged by the real @lowdefy/ajv 4.0.0-rc.11. Not part
// of any build: copy it to a folder with `npm i @lowdefy/ajv@4.0.0-rc.11` and run it there with a seed
// and a number (the file has the short ones of the first of `11 12000`).
import { validate } from '@lowdefy/ajv';
let seed = Number(process.argv[2] ?? 7);
const rnd = () => { seed = (seed + 0x6d2b79f5) | 0; let t = Math.imul(seed ^ (seed >>> 15), 1 | seed); t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t; return ((t ^ (t >>> 14)) >>> 0) / 4294967296; };
const int = (n) => Math.floor(rnd() * n);
const pick = (a) => a[int(a.length)];
const some = (p) => rnd() < p;
const props = ['a', 'b', 'c/d', 'e~f', 'long name'];
const scalars = () => pick([null, true, false, 0, 1, -3, 2.5, 7, '', 'a', 'abc', 'é😀', '2020-01-01', 'x@y.z']);
const data = (d) => {
  const k = int(d > 2 ? 3 : 7);
  if (k < 4) return scalars();
  if (k === 4) return Array.from({ length: int(4) }, () => data(d + 1));
  const o = {};
  for (const p of props) if (some(0.45)) o[p] = data(d + 1);
  return o;
};
const types = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'];
const patterns = ['^a', '^[a-z]+$', '\\d+', '[^\\w]', '^.{2}$', '(?=.*b).', '\\S\\s?', '^[\\d-]+$'];
const msg = () => pick(['Custom message.', 'At {{ instancePath }}', '{{ keyword }}/{{ schemaPath }}', 'Got ${/a}', 'Here ${0}', 'Parent ${1/b}', 'Name ${0#}']);
const depthSafe = (m, d) => (d < 1 ? m.replace(/\$\{(1\/b|0#)\}/, '${/b}') : m);
const errorMessage = (s, d) => {
  const m = () => depthSafe(msg(), d);
  if (some(0.3)) return m();
  const e = {};
  for (const k of Object.keys(s)) {
    if (k === 'required' && some(0.5)) { e.required = {}; for (const p of s.required) if (some(0.6)) e.required[p] = m(); }
    else if (k === 'dependencies' || k === 'definitions') continue;
    else if (['properties'].includes(k)) { if (some(0.4)) { e.properties = {}; for (const p of Object.keys(s.properties)) if (some(0.5)) e.properties[p] = m(); } }
    else if (k === 'items') { if (some(0.3)) e.items = [m(), m()]; }
    else if (some(0.5)) e[k] = m();
  }
  if (some(0.2)) e._ = m();
  return e;
};
const schema = (d, refs) => {
  if (some(0.05)) return pick([true, false]);
  if (refs && d > 0 && some(0.15)) return pick([{ $ref: '#/definitions/x' }, { $ref: '#/definitions/y' }, { $ref: '#' }, { $ref: '#/definitions/x', minLength: 2 }]);
  const s = {};
  const sub = () => schema(d + 1, refs);
  if (some(0.6)) s.type = some(0.8) ? pick(types) : [pick(types), 'string'].filter((x, i, a) => a.indexOf(x) === i);
  if (some(0.1)) s.enum = [scalars(), 'a', { a: 1 }];
  if (some(0.06)) s.const = pick([scalars(), { a: 1 }]);
  const t = s.type ?? pick(types);
  const is = (x) => t === x || (Array.isArray(t) && t.includes(x)) || some(0.1);
  if (is('string')) { if (some(0.3)) s.minLength = int(4); if (some(0.3)) s.maxLength = int(4); if (some(0.3)) s.pattern = pick(patterns); if (some(0.1)) s.format = 'uri'; }
  if (is('number') || is('integer')) { if (some(0.3)) s.minimum = int(5); if (some(0.3)) s.maximum = int(5); if (some(0.2)) s.exclusiveMinimum = int(4); if (some(0.2)) s.exclusiveMaximum = int(4); if (some(0.2)) s.multipleOf = pick([2, 0.5, 3]); }
  if (is('array')) {
    if (some(0.3)) s.minItems = int(3); if (some(0.3)) s.maxItems = int(3); if (some(0.2)) s.uniqueItems = true;
    if (d < 3 && some(0.5)) s.items = some(0.6) ? sub() : [sub(), sub()];
    if (d < 3 && some(0.2)) s.additionalItems = pick([false, sub()]);
    if (d < 3 && some(0.2)) s.contains = sub();
  }
  if (is('object')) {
    if (some(0.4)) s.required = props.filter(() => some(0.4));
    if (some(0.15)) s.minProperties = int(3); if (some(0.15)) s.maxProperties = int(3);
    if (d < 3 && some(0.6)) { s.properties = {}; for (const p of props) if (some(0.5)) s.properties[p] = sub(); }
    if (d < 3 && some(0.2)) s.patternProperties = { '^[ab]': sub() };
    if (d < 3 && some(0.25)) s.additionalProperties = pick([false, sub()]);
    if (d < 3 && some(0.12)) s.propertyNames = pick([{ maxLength: 1 }, { pattern: '^[a-c]$', errorMessage: 'Bad name.' }]);
    if (d < 3 && some(0.15)) s.dependencies = { a: ['b', 'e~f'].filter(() => some(0.7)), b: sub() };
  }
  if (d < 2) {
    if (some(0.12)) s.anyOf = [sub(), sub()];
    if (some(0.12)) s.oneOf = [sub(), sub(), sub()];
    if (some(0.12)) s.allOf = [sub(), sub()];
    if (some(0.1)) s.not = sub();
    if (some(0.1)) { s.if = sub(); if (some(0.8)) s.then = sub(); if (some(0.5)) s.else = sub(); }
  }
  if (s.type && some(0.05)) s.nullable = some(0.8) || undefined;
  if (some(0.35)) s.errorMessage = errorMessage(s, d);
  return s;
};
let out = 0;
const want = Number(process.argv[3] ?? 400);
const seen = { valid: 0 };
console.warn = () => {};
while (out < want) {
  const refs = some(0.3);
  const s = schema(0, refs);
  if (typeof s !== 'object') continue;
  if (refs) s.definitions = { x: schema(1, false), y: schema(1, true) };
  const dd = data(0);
  let r, e;
  const clean = JSON.parse(JSON.stringify(s));
  try { r = validate({ schema: clean, data: dd, returnErrors: true }); } catch (x) { continue; }
  if (r.valid && rnd() > 0.15) continue;
  try { validate({ schema: JSON.parse(JSON.stringify(s)), data: dd }); } catch (x) { e = x.message; }
  console.log(JSON.stringify({ schema: s, data: dd, error: e, errors: r.errors?.map((x) => [x.keyword, x.instancePath, x.schemaPath, x.message]) }));
  out++;
}

// Writes data/<set>.pack, data/LICENSE and the table of README.md from the npm package react-icons.
// Run by hand when react-icons is updated:
//
//   npm pack react-icons@4.12.0 && tar xf react-icons-4.12.0.tgz
//   node crates/icons/generate.mjs package
//
// A pack holds the icons of one set. Numbers are u32, little endian:
//
//   streams                        how many brotli streams follow
//   (icons, bytes) per stream      lines in the stream, its compressed length
//   the streams, back to back      UTF-8, lines joined by "\n"
//
// The first stream lists the names; the others hold, in the same order, one icon a line:
// `viewBox \t flags \t attributes \t inner SVG`. Flags: "c" when the icon brings colours of its own.
// Attributes are those of <svg> that differ from fill="currentColor".
//
// What is left out draws nothing: titles, unused ids, boxes without fill and stroke, default strokes
// of width 0, white space inside path data. Every tag and attribute must be on the lists below: what
// is not known to be harmless stops the script.

import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { createRequire } from 'node:module';

/** Left out for their size. */
const OMITTED = new Set(['gi']);
/** Raw bytes per stream: bounds the time and memory of one lookup on the server. */
const BLOCK = 768 * 1024;
const TOTAL_LIMIT = 6_000_000;

const TAGS = new Set(
  'circle clipPath defs ellipse g line linearGradient path polygon polyline radialGradient rect stop'.split(' '),
);
const ATTRIBUTES = new Set(
  `clipPath clipRule cx cy d fill fillOpacity fillRule gradientTransform gradientUnits height id offset
  opacity points r rx ry stopColor stroke strokeLinecap strokeLinejoin strokeMiterlimit strokeOpacity
  strokeWidth transform width x x1 x2 y y1 y2`.split(/\s+/),
);
/** Attributes of <svg> to ignore; `viewBox` has a column of its own. */
const ROOT_IGNORED = new Set(
  'aria-hidden baseProfile enableBackground id role style t version viewBox x y'.split(' '),
);
const CAMEL_CASE_IN_SVG = new Set(['gradientTransform', 'gradientUnits']);
const CONTAINERS = new Set(['clipPath', 'defs', 'g', 'linearGradient', 'radialGradient']);
/** Drawn by those that refer to them only. */
const REFERENCED = new Set(['clipPath', 'linearGradient', 'radialGradient']);

const kebab = (key) =>
  CAMEL_CASE_IN_SVG.has(key) ? key : key.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);
const escape = (text) =>
  text.replace(/\s+/g, ' ').trim().replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
const attributes = (attr) =>
  Object.entries(attr).map(([key, value]) => `${kebab(key)}="${escape(value)}"`).join(' ');
const invisible = (paint, width) => paint === 'none' || Number.parseFloat(width) === 0;

function* walk(node) {
  yield node;
  for (const child of node.child ?? []) yield* walk(child);
}

/** The drawing of a node, given what it inherits; '' when it draws nothing. */
function draw(node, inherited, ids, inDefinitions) {
  const { tag, attr = {}, child = [] } = node;
  if (tag === 'title' || (REFERENCED.has(tag) && !ids.has(attr.id))) return '';
  if (!TAGS.has(tag)) throw new Error(`tag ${tag}`);
  const own = { ...inherited, ...attr };
  const definitions = inDefinitions || tag === 'defs' || tag === 'clipPath';
  const inner = child.map((c) => draw(c, own, ids, definitions)).join('');
  const nothing = CONTAINERS.has(tag)
    ? !inner
    : !definitions && tag !== 'stop' && own.fill === 'none' && invisible(own.stroke, own.strokeWidth);
  if (nothing) return '';
  const kept = {};
  for (const [key, value] of Object.entries(attr)) {
    if (!ATTRIBUTES.has(key)) throw new Error(`attribute ${key}`);
    if (key === 'id') {
      if (ids.has(value)) kept.id = ids.get(value);
    } else {
      kept[key] = value.replace(/url\(#([^)]*)\)/g, (_, id) => `url(#${ids.get(id)})`);
    }
  }
  const text = attributes(kept);
  if (tag === 'g' && !text) return inner;
  return `<${tag}${text && ` ${text}`}${inner ? `>${inner}</${tag}>` : '/>'}`;
}

/** The line of an icon. */
function icon(name, tree) {
  const nodes = [...walk(tree)];
  // Ids that are referred to, made unique: several icons may be inlined in one page.
  const ids = new Map();
  for (const node of nodes)
    for (const value of Object.values(node.attr ?? {}))
      for (const [, id] of value.matchAll(/url\(#([^)]*)\)/g)) ids.set(id, `${name}-${ids.size}`);

  // The defaults of react-icons' IconBase.
  const root = { stroke: 'currentColor', fill: 'currentColor', strokeWidth: '0' };
  for (const [key, value] of Object.entries(tree.attr)) {
    if (ROOT_IGNORED.has(key)) continue;
    if (!ATTRIBUTES.has(key)) throw new Error(`attribute ${key} of svg`);
    root[key] = value;
  }
  const drawing = (nodes = []) => nodes.map((c) => draw(c, root, ids, false)).join('');
  if (!drawing(tree.child?.filter((c) => c.tag !== 'defs'))) {
    // Colours that react-icons lost on its way from the original, below a root or group without fill.
    root.fill = 'currentColor';
    for (const { tag, attr } of nodes) if (tag === 'g' && attr?.fill === 'none') delete attr.fill;
    console.log(`  ${name}: draws nothing, filled`);
  }
  const inner = drawing(tree.child);
  const coloured = /(fill|stroke|stop-color)="(?!none"|currentColor"|url\()/.test(attributes(root) + inner);
  const widths = [root, ...nodes.slice(1).map((n) => n.attr ?? {})].map((a) => a.strokeWidth);
  if (!widths.some((w) => w !== undefined && Number.parseFloat(w) !== 0))
    for (const key of Object.keys(root)) if (key.startsWith('stroke')) delete root[key];
  if (root.fill === 'currentColor') delete root.fill;
  // Five icons of vsc have none: they are drawn in 16 × 16.
  const viewBox = escape(tree.attr.viewBox ?? '0 0 16 16');
  return [viewBox, coloured ? 'c' : '', attributes(root), inner].join('\t');
}

/** Variants of one drawing next to each other, so that they end in the same stream. */
const family = (name) =>
  name.replace(/Outlined?|Filled|Fill|Round(ed)?|Sharp|TwoTone|Line|Solid|Regular|Duotone|Bold|Thin|Light/g, '');
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

function compress(lines) {
  const text = Buffer.from(lines.join('\n'));
  return zlib.brotliCompressSync(text, {
    params: {
      [zlib.constants.BROTLI_PARAM_QUALITY]: 11,
      [zlib.constants.BROTLI_PARAM_LGWIN]: Math.min(20, Math.max(16, Math.ceil(Math.log2(text.length)))),
      [zlib.constants.BROTLI_PARAM_SIZE_HINT]: text.length,
    },
  });
}

function pack(icons) {
  icons.sort((a, b) => compare(family(a.name), family(b.name)) || compare(a.name, b.name));
  const lines = icons.map(({ name, tree }) => {
    try {
      return icon(name, tree);
    } catch (error) {
      throw new Error(`${name}: ${error.message}`);
    }
  });
  const size = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
  const limit = size / Math.ceil(size / BLOCK); // streams of about the same length
  const blocks = [[]];
  let filled = 0;
  for (const line of lines) {
    if (filled >= limit * blocks.length) blocks.push([]);
    blocks.at(-1).push(line);
    filled += Buffer.byteLength(line) + 1;
  }
  const streams = [icons.map((i) => i.name), ...blocks].map((ls) => [ls.length, compress(ls)]);
  const header = [streams.length, ...streams.flatMap(([count, bytes]) => [count, bytes.length])];
  const numbers = Buffer.alloc(header.length * 4);
  header.forEach((n, i) => numbers.writeUInt32LE(n, i * 4));
  return Buffer.concat([numbers, ...streams.map(([, bytes]) => bytes)]);
}

const source = process.argv[2];
if (!source) throw new Error('usage: node generate.mjs <folder of react-icons>');
const here = import.meta.dirname;
const data = path.join(here, 'data');
fs.mkdirSync(data, { recursive: true });
for (const file of fs.readdirSync(data)) if (file.endsWith('.pack')) fs.rmSync(path.join(data, file));

const { IconsManifest } = createRequire(import.meta.url)(path.resolve(source, 'lib/cjs/iconsManifest.js'));
const { version } = JSON.parse(fs.readFileSync(path.join(source, 'package.json'), 'utf8'));
const definition = /module\.exports\.(\w+) = function \w+ ?\(props\) \{\s*return GenIcon\((.*)\)\(props\);\s*\}/g;
const rows = [];
let total = 0;
for (const { id, name, projectUrl, license, licenseUrl } of IconsManifest.toSorted((a, b) => compare(a.id, b.id))) {
  const text = fs.readFileSync(path.join(source, id, 'index.js'), 'utf8');
  const icons = [...text.matchAll(definition)].map(([, n, json]) => ({ name: n, tree: JSON.parse(json) }));
  const exported = text.match(/^module\.exports\./gm).length;
  if (icons.length !== exported) throw new Error(`${id}: read ${icons.length} of ${exported} icons`);
  let size = 'left out';
  if (!OMITTED.has(id)) {
    const bytes = pack(icons);
    fs.writeFileSync(path.join(data, `${id}.pack`), bytes);
    total += bytes.length;
    size = `${Math.ceil(bytes.length / 1000)} kB`;
  }
  console.log(id, icons.length, size);
  rows.push(`| ${id} | [${name}](${projectUrl}) | ${icons.length} | ${size} | [${license.trim()}](${licenseUrl}) |`);
}
if (total > TOTAL_LIMIT) throw new Error(`${total} bytes in all: more than ${TOTAL_LIMIT}`);
fs.copyFileSync(path.join(source, 'LICENSE'), path.join(data, 'LICENSE'));

const table = [
  `From react-icons ${version}: ${total} bytes in all.`,
  '',
  '| set | project | icons | packed | licence |',
  '| --- | --- | ---: | ---: | --- |',
  ...rows,
].join('\n');
const readme = path.join(here, 'README.md');
const before = fs.readFileSync(readme, 'utf8');
fs.writeFileSync(readme, before.replace(/(<!-- generated -->\n)[^]*(<!-- end -->)/, `$1\n${table}\n\n$2`));
console.log(total, 'bytes');

// Makes knex.jsonl: requests run by the real KnexRaw and KnexBuilder of Lowdefy 4.0.0-rc.11 (knex
// 2.5.1) on better-sqlite3, each on a fresh database made by knex.sql. Not part of any build: copy it
// and knex_cases.mjs to a folder with `npm i @lowdefy/connection-knex@4.0.0-rc.11 better-sqlite3` and run it there with
// this folder as its argument.
import fs from 'fs';
import os from 'os';
import Database from 'better-sqlite3';
import { cases } from './knex_cases.mjs';
import KnexRaw from './node_modules/@lowdefy/connection-knex/dist/connections/Knex/KnexRaw/KnexRaw.js';
import KnexBuilder from './node_modules/@lowdefy/connection-knex/dist/connections/Knex/KnexBuilder/KnexBuilder.js';

const here = process.argv[2];
const seed = fs.readFileSync(`${here}/knex.sql`, 'utf8');
const encode = (v) => {
  if (v === undefined) return { '~undef': true };
  if (typeof v === 'bigint') return Number(v);
  if (Buffer.isBuffer(v)) return JSON.parse(JSON.stringify(v));
  if (v instanceof Date) return { '~d': v.getTime() };
  if (Array.isArray(v)) return v.map(encode);
  if (v && typeof v === 'object') return Object.fromEntries(Object.entries(v).filter(([, x]) => x !== undefined).map(([k, x]) => [k, encode(x)]));
  return v;
};
const tables = ['users', 'posts', 'notes'];
const dump = (db) => tables.map((t) => { try { return db.prepare(`select * from ${t} order by 1`).all(); } catch { return 'gone'; } });
let n = 0;
for (const c of cases) {
  const file = `${os.tmpdir()}/case-${process.pid}-${n++}.db`;
  fs.rmSync(file, { force: true });
  let db = new Database(file);
  db.exec(seed);
  const before = JSON.stringify(dump(db));
  db.close();
  const connection = { client: 'better-sqlite3', connection: { filename: file }, useNullAsDefault: c.useNullAsDefault, log: { warn() {}, error() {} } };
  const line = { kind: c.kind, request: encode(c.request) };
  if (c.useNullAsDefault) line.useNullAsDefault = true;
  for (const k of Object.keys(line.request)) if (c.request[k] === undefined) delete line.request[k];
  try {
    const run = c.kind === 'raw' ? KnexRaw : KnexBuilder;
    const timeout = new Promise((_, no) => setTimeout(() => no(new Error('TIMEOUT')), 3000).unref());
    line.result = encode(await Promise.race([run({ request: c.request, connection }), timeout]));
  } catch (e) {
    // Knex puts the statement with its values before what the driver says.
    line.error = e.message.includes(' - ') ? e.message.slice(e.message.lastIndexOf(' - ') + 3) : e.message;
    line.full = e.message;
  }
  db = new Database(file);
  const after = dump(db);
  db.close();
  fs.rmSync(file, { force: true });
  if (JSON.stringify(after) !== before) line.after = after;
  console.log(JSON.stringify(line));
}
process.exit(0);

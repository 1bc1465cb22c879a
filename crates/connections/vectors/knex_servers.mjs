// Makes knex_servers.jsonl: the requests of knex_cases.mjs run by the real KnexRaw and KnexBuilder of
// Lowdefy 4.0.0-rc.11 (knex 2.5.1, pg 8.11.3, mysql 2.18.1) on PostgreSQL 15 and MariaDB 10.11, each
// on fresh tables. Not part of any build: copy it and knex_cases.mjs to a folder with
// `npm i @lowdefy/connection-knex@4.0.0-rc.11` and run it there with TZ=UTC, this folder, the URL of
// a PostgreSQL database and the URL of a MariaDB database as its arguments.
import fs from 'fs';
import knex from 'knex';
import { cases, serverCases } from './knex_cases.mjs';
import KnexRaw from './node_modules/@lowdefy/connection-knex/dist/connections/Knex/KnexRaw/KnexRaw.js';
import KnexBuilder from './node_modules/@lowdefy/connection-knex/dist/connections/Knex/KnexBuilder/KnexBuilder.js';

const [, , here, pgUrl, mysqlUrl] = process.argv;
const log = { warn() {}, error() {} };
const url = new URL(mysqlUrl);
const servers = {
  pg: { client: 'pg', connection: pgUrl, log },
  mysql: {
    client: 'mysql', log,
    connection: { host: url.hostname, port: Number(url.port), user: url.username, database: url.pathname.slice(1), charset: 'utf8mb4' },
  },
};
// Only of SQLite.
const skip = (c) => /pragma|sqlite|trigger|explain/i.test(JSON.stringify(c.request)) || c.shape;

// What a driver tells of columns besides their names depends on its version.
const field = (f) => (f.tableID === undefined ? { name: f.name } : { name: f.name, tableID: f.tableID > 16000 ? 1 : f.tableID, columnID: f.columnID, dataTypeID: f.dataTypeID, format: f.format });
const plain = (v) => v && typeof v === 'object' && !Array.isArray(v) && !(v instanceof Date) && !Buffer.isBuffer(v);
const encode = (v) => {
  if (v === undefined) return { '~undef': true };
  if (Buffer.isBuffer(v)) return JSON.parse(JSON.stringify(v));
  if (v instanceof Date) return { '~d': v.getTime() };
  if (Array.isArray(v)) return v.map((x) => (x === undefined ? null : encode(x)));
  if (plain(v) && v.affectedRows !== undefined) return { fieldCount: v.fieldCount, affectedRows: v.affectedRows, insertId: v.insertId };
  if (plain(v) && v.orgName !== undefined) return field(v);
  if (plain(v)) {
    const entries = Object.entries(v).filter(([k, x]) => x !== undefined && !k.startsWith('_'));
    return Object.fromEntries(entries.map(([k, x]) => [k, k === 'fields' && Array.isArray(x) ? x.map(field) : encode(x)]));
  }
  return v;
};
const tables = ['users', 'posts', 'notes'];
const pools = Object.fromEntries(Object.entries(servers).map(([name, it]) => [name, knex(name === 'mysql' ? { ...it, connection: { ...it.connection, multipleStatements: true } } : it)]));
const reset = async (name) => {
  await pools[name].raw(fs.readFileSync(`${here}/knex.${name}.sql`, 'utf8'));
};
const dump = async (name) => {
  const all = [];
  for (const t of tables) {
    try { all.push(encode(await pools[name].select('*').from(t).orderBy('id'))); } catch { all.push('gone'); }
  }
  return all;
};
for (const c of [...cases, ...serverCases].filter((c) => !skip(c))) {
  const line = { kind: c.kind, request: JSON.parse(JSON.stringify(encode(c.request), (k, v) => (v && v['~undef'] ? undefined : v))) };
  for (const name of Object.keys(servers)) {
    await reset(name);
    const before = JSON.stringify(await dump(name));
    const out = {};
    try {
      const run = c.kind === 'raw' ? KnexRaw : KnexBuilder;
      const timeout = new Promise((_, no) => setTimeout(() => no(new Error('TIMEOUT')), 5000).unref());
      out.result = encode(await Promise.race([run({ request: structuredClone(c.request), connection: { ...servers[name], pool: { min: 0, max: 1, idleTimeoutMillis: 100 } } }), timeout]));
    } catch (e) {
      out.error = e.message.includes(' - ') ? e.message.slice(e.message.lastIndexOf(' - ') + 3) : e.message;
    }
    const after = await dump(name);
    if (JSON.stringify(after) !== before) out.after = after;
    line[name] = out;
  }
  console.log(JSON.stringify(line));
}
process.exit(0);

// Times Lowdefy's engine, step by step as src/measure.rs times Lath.

import * as actions from "@lowdefy/actions-core/actions";
import getContext from "@lowdefy/engine";
import { serializer } from "@lowdefy/helpers";
import * as operators from "@lowdefy/operators-js/operators/client";

// As in src/measure.rs.
const SAMPLES = 25;
const LEAST_SAMPLES = 5;
const WARM_UP = 5;
const PATIENCE = 10_000;
const LEAST = 4;

/** As `measure::all`; `text` is the document of `pages::all`, `clock` gives milliseconds. */
export async function measure(text, clock) {
  // Operators that fail say so here: the pages have none.
  console.error = (error) => {
    throw error;
  };
  const document = JSON.parse(text);
  const typical = JSON.stringify(document.typical);
  const read = (text) => serializer.deserialize(JSON.parse(text));
  const reading = repeat(clock, () => read(typical));
  const page = read(typical);
  const opening = repeat(clock, () => open(document, page));
  const shown = [shownBy(open(document, page))];

  const inputs = open(document, read(JSON.stringify(document.inputs)));
  const own = block(inputs, "i500");
  const shared = block(inputs, "shared");
  const changing = repeat(clock, (n) => own.setValue(`v${n}`));
  const sharing = repeat(clock, (n) => shared.setValue(`v${n}`));
  own.setValue("must");
  shared.setValue("end");
  shown.push(shownBy(inputs));

  const list = read(JSON.stringify(document.list));
  const filling = onceEach(
    clock,
    () => open(document, list),
    (context) => fill(context, document.rows),
  );
  const filled = open(document, list);
  fill(filled, document.rows);
  const row = block(filled, "list.500.name");
  const editing = repeat(clock, (n) => row.setValue(`v${n}`));
  row.setValue("end");
  shown.push(shownBy(filled));

  return {
    samples: {
      read: reading,
      open: opening,
      change: changing,
      share: sharing,
      fill: filling,
      edit: editing,
    },
    evaluated: evaluated(document),
    shown,
  };
}

/** Milliseconds of `run` in each sample. */
function repeat(clock, run) {
  let n = 0;
  return samples(clock, () => {
    const made = [];
    const start = clock();
    for (;;) {
      for (let left = made.length + 1; left > 0; left--) made.push(run((n += 1)));
      const ms = clock() - start;
      if (ms >= LEAST) return ms / made.length;
    }
  });
}

/** Milliseconds of `run` on something new each time. */
function onceEach(clock, make, run) {
  return samples(clock, () => {
    const made = make();
    const start = clock();
    run(made);
    return clock() - start;
  });
}

function samples(clock, sample) {
  const start = clock();
  const taken = [];
  const enough = () => taken.length > LEAST_SAMPLES + WARM_UP && clock() - start > PATIENCE;
  while (taken.length < SAMPLES + WARM_UP && !enough()) taken.push(sample());
  return taken.slice(WARM_UP);
}

/** The page as a visitor has it, evaluated once. */
function open(document, config, ofState = operators._state) {
  const metas = Object.entries(document.metas);
  const lowdefy = {
    basePath: "",
    contexts: {},
    inputs: {},
    lowdefyGlobal: document.global,
    menus: [],
    pageId: config.pageId,
    _internal: {
      actions,
      blockComponents: Object.fromEntries(metas.map(([kind, meta]) => [kind, { meta }])),
      globals: globalThis,
      operators: { ...operators, _state: ofState },
      updateBlock: () => {},
    },
  };
  return getContext({ config, lowdefy });
}

function block(context, id) {
  return context._internal.RootBlocks.map[id];
}

/** What the action SetState does. */
function fill(context, rows) {
  context._internal.State.set("list", rows);
  context._internal.RootBlocks.reset();
  context._internal.update();
}

/** How many expressions one change of each kind has evaluated: each reads state once. */
function evaluated(document) {
  let calls = 0;
  const counted = (args) => {
    calls += 1;
    return operators._state(args);
  };
  const of = (context, id) => {
    calls = 0;
    block(context, id).setValue("counted");
    return calls;
  };
  const read = (page) => open(document, serializer.deserialize(page), counted);
  const inputs = read(document.inputs);
  const list = read(document.list);
  fill(list, document.rows);
  return {
    change: of(inputs, "i500"),
    share: of(inputs, "shared"),
    edit: of(list, "list.500.name"),
  };
}

/** A number for what a page shows, as `measure::shown_by` makes it. */
function shownBy(context) {
  const blocks = Object.values(context._internal.RootBlocks.map);
  const shown = blocks.filter((block) => block.eval.visible !== false);
  const lines = shown.map(
    ({ blockId, eval: { properties, required } }) =>
      `${blockId} ${Boolean(required)} ${sorted(properties)}`,
  );
  lines.sort();
  lines.push(sorted(context.state));
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(lines.join("\n"))) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return hash;
}

function sorted(value) {
  const byKey = (_, value) =>
    value !== null && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  return JSON.stringify(value, byKey);
}

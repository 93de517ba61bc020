import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { cellOf, rowOf, scoresOf } from "../../www/contact/cell.js";
import { openingAt } from "../../www/contact/hours.js";
import { routeOf } from "../../www/contact/route.js";

/** A generator of numbers that are the same in every run (mulberry32). */
function seeded(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
const pick = (random, list) => list[Math.floor(random() * list.length)];

const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * What a clock shows, as text that sorts: asked of the runtime minute by minute, in another manner
 * than the code under test does.
 */
function wall(time, tz, formats) {
  formats[tz] ??= new Intl.DateTimeFormat("sv-SE", { timeZone: tz, dateStyle: "short", timeStyle: "short" });
  return formats[tz].format(time);
}

/** All openings near a moment, found by looking at the clock of every minute. */
function naiveSpans({ tz, open, closed_on = [] }, now, days) {
  const formats = {};
  const minutes = [];
  for (let time = now - 3 * DAY; time < now + days * DAY; time += MINUTE) minutes.push([time, wall(time, tz, formats)]);
  const first = (shown) => minutes.find(([, clock]) => clock >= shown)?.[0];
  const dates = [...new Set(minutes.map(([, clock]) => clock.slice(0, 10)))].sort().slice(1);
  const after = (date) => new Date(Date.parse(`${date}T00:00Z`) + DAY).toISOString().slice(0, 10);
  const spans = [];
  for (const date of dates) {
    if (closed_on.includes(date)) continue;
    const day = new Date(`${date}T12:00Z`).getUTCDay() || 7;
    for (const { days, from, to } of open.filter(({ days }) => days.includes(day))) {
      const start = first(`${date} ${from}`);
      const end = to > from ? (to === "24:00" ? first(`${after(date)} 00:00`) : first(`${date} ${to}`)) : first(`${after(date)} ${to}`);
      if (days && start !== undefined && end !== undefined && start < end) spans.push([start, end]);
    }
  }
  return spans;
}

/** Nights and days on which clocks are put forward or back, somewhere at midnight. */
const CHANGES = [
  ["Europe/Madrid", "2026-03-29T01:00Z"], ["Europe/Madrid", "2026-10-25T01:00Z"],
  ["America/New_York", "2026-03-08T07:00Z"], ["America/New_York", "2026-11-01T06:00Z"],
  ["Australia/Lord_Howe", "2026-04-04T15:00Z"], ["Australia/Lord_Howe", "2026-10-03T15:30Z"],
  ["Africa/Cairo", "2026-04-23T22:00Z"], ["Africa/Cairo", "2026-10-29T21:00Z"],
  ["America/Santiago", "2026-09-06T04:00Z"], ["Asia/Kathmandu", "2026-01-01T00:00Z"], ["Pacific/Kiritimati", "2026-12-31T10:00Z"],
];

describe("opening hours", () => {
  test("agree with the clock of every minute, also around changes of clocks", () => {
    const random = seeded(4);
    const time = () => `${String(Math.floor(random() * 24)).padStart(2, "0")}:${pick(random, ["00", "15", "30", "45", "59"])}`;
    const early = () => `0${Math.floor(random() * 4)}:${pick(random, ["00", "30"])}`;
    for (const [tz, change] of CHANGES) {
      for (let i = 0; i < 6; i++) {
        const opening = () => ({ days: [1, 2, 3, 4, 5, 6, 7].filter(() => random() < 0.6), from: pick(random, [time, early])(), to: pick(random, [time, early, () => "24:00"])() });
        const at = Date.parse(change);
        const hours = { tz, open: [opening(), opening()], closed_on: random() < 0.4 ? [new Date(at + DAY).toISOString().slice(0, 10)] : [] };
        const spans = naiveSpans(hours, at, 4);
        for (let k = 0; k < 40; k++) {
          const now = at + Math.floor((random() - 0.5) * 2 * 36 * 60) * MINUTE;
          const { isOpen, opensAt } = openingAt(hours, new Date(now));
          const told = `${JSON.stringify(hours)} at ${new Date(now).toISOString()}`;
          assert.equal(isOpen, spans.some(([start, end]) => start <= now && now < end), told);
          const next = isOpen ? undefined : Math.min(...spans.map(([start]) => start).filter((start) => start > now));
          if (next !== undefined && Number.isFinite(next)) assert.equal(opensAt?.getTime(), next, told);
          else if (opensAt) assert.ok(isOpen === false && opensAt.getTime() > at + 2 * DAY, told);
        }
      }
    }
  });

  const office = { tz: "Europe/Madrid", open: [{ days: [1, 2, 3, 4, 5], from: "09:00", to: "18:00" }], closed_on: ["2026-12-25"] };
  const at = (hours, now) => {
    const { isOpen, opensAt } = openingAt(hours, new Date(now));
    return isOpen ? "open" : (opensAt?.toISOString().slice(0, 16) ?? "never");
  };

  test("an office in Madrid", () => {
    assert.equal(at(office, "2026-11-25T07:59:59Z"), "2026-11-25T08:00");
    assert.equal(at(office, "2026-11-25T08:00:00Z"), "open");
    assert.equal(at(office, "2026-11-25T17:00:00Z"), "2026-11-26T08:00");
    assert.equal(at(office, "2026-07-01T07:00:00Z"), "open", "in summer it opens an hour earlier");
    assert.equal(at(office, "2026-12-24T18:00:00Z"), "2026-12-28T08:00", "a day off, then a weekend");
  });

  test("a night shift belongs to the day on which it begins", () => {
    const night = { tz: "UTC", open: [{ days: [5], from: "22:00", to: "06:00" }], closed_on: ["2026-11-28"] };
    assert.equal(at(night, "2026-11-28T05:59Z"), "open");
    assert.equal(at(night, "2026-11-28T06:00Z"), "2026-12-04T22:00");
    const always = { tz: "UTC", open: [{ days: [1, 2, 3, 4, 5, 6, 7], from: "00:00", to: "24:00" }] };
    assert.equal(at(always, "2026-11-28T23:59:59Z"), "open");
  });

  test("a skipped hour opens when it ends, a repeated one opens once", () => {
    const sundays = (from, to) => ({ tz: "Europe/Madrid", open: [{ days: [7], from, to }] });
    assert.equal(at(sundays("02:30", "04:00"), "2026-03-29T00:00Z"), "2026-03-29T01:00");
    assert.equal(at(sundays("02:10", "02:50"), "2026-03-29T00:00Z"), "2026-04-05T00:10", "nothing is left of it");
    assert.equal(at(sundays("02:30", "03:00"), "2026-10-25T01:15Z"), "open", "the second time that it is 2:15");
  });

  test("what never opens, and a zone that nobody knows", () => {
    assert.equal(at({ tz: "UTC", open: [] }, "2026-01-01T00:00Z"), "never");
    assert.equal(at({ tz: "UTC", open: [{ days: [], from: "09:00", to: "10:00" }] }, "2026-01-01T00:00Z"), "never");
    assert.throws(() => openingAt({ tz: "Mars/Olympus", open: [] }, new Date()), RangeError);
  });
});

const CALM = { reformulations: 0, opens: 0, saidNo: false };
const LEVELS = ["low", "medium", "high"];
const CELLS = ["L", "M", "H"].flatMap((c) => ["L", "M", "H"].flatMap((s) => ["L", "M", "H"].map((e) => c + s + e)));

describe("scores", () => {
  test("the highest source wins, axis by axis", () => {
    const random = seeded(7);
    const partial = () => Object.fromEntries(["complexity", "severity", "effort"].filter(() => random() < 0.5).map((axis) => [axis, pick(random, LEVELS)]));
    for (let i = 0; i < 500; i++) {
      const article = partial();
      const rules = ["hacked|stolen", "twice", "ÉTÉ"].map((match) => ({ match, set: partial() }));
      const query = pick(random, ["I was HACKED", "charged Twice and stolen", "en été", "how do I", ""]);
      const behaviour = { reformulations: Math.floor(random() * 4), opens: Math.floor(random() * 4), saidNo: random() < 0.3 };
      const matched = { "I was HACKED": [0], "charged Twice and stolen": [0, 1], "en été": [2] }[query] ?? [];
      const sources = [article, ...matched.map((each) => rules[each].set), ...(behaviour.reformulations >= 2 || behaviour.opens >= 2 || behaviour.saidNo ? [{ effort: "high" }] : [])];
      const scores = scoresOf({ article, rules, query, behaviour });
      for (const axis of Object.keys(scores)) {
        const said = sources.map((source) => source[axis]);
        assert.equal(scores[axis], said.includes("high") ? "high" : said.includes("medium") ? "medium" : "low");
      }
    }
  });

  test("a rule that is no expression is passed over", () => {
    assert.equal(scoresOf({ rules: [{ match: "(", set: { severity: "high" } }], query: "(", behaviour: CALM }).severity, "low");
  });

  test("with two levels, medium is high", () => {
    const scores = { complexity: "medium", severity: "low", effort: "high" };
    assert.deepEqual([cellOf(scores, 2), cellOf(scores, 3)], ["HLH", "MLH"]);
  });
});

describe("the table of cells", () => {
  /** Of all rows, the first in the order that the documentation gives. */
  function naiveRow(table, cell) {
    if (table[cell]) return table[cell];
    const high = cell.replace(/M/g, "H");
    if (table[high]) return table[high];
    const far = (key) => [...key].map((letter, i) => Math.abs("LMH".indexOf(letter) - "LMH".indexOf(cell[i]))).reduce((a, b) => a + b);
    let best;
    for (const key of CELLS.filter((each) => table[each])) {
      const better = best === undefined || far(key) < far(best) || (far(key) === far(best) && [1, 2, 0].map((i) => "LMH".indexOf(key[i])).join("") > [1, 2, 0].map((i) => "LMH".indexOf(best[i])).join(""));
      if (better) best = key;
    }
    return table[best];
  }

  test("agrees with a search through all rows", () => {
    const random = seeded(11);
    for (let i = 0; i < 400; i++) {
      const share = random();
      const table = Object.fromEntries(CELLS.filter(() => random() < share).map((cell) => [cell, [cell]]));
      for (const cell of CELLS) assert.deepEqual(rowOf(table, cell), naiveRow(table, cell), `${cell} of ${Object.keys(table)}`);
    }
    assert.equal(rowOf({}, "LLL"), undefined);
    assert.equal(rowOf({ nonsense: ["x"] }, "LLL"), undefined);
  });
});

const ALWAYS = { label: "x", event: true };
const CLOSED = { tz: "UTC", open: [{ days: [1], from: "09:00", to: "10:00" }] };
const TABLE = {
  LLL: ["self_service", "bot"], LLH: ["bot", "chat"], LHL: ["chat", "phone"], LHH: ["phone", "chat"],
  HLL: ["self_service", "email"], HLH: ["decision_tree", "chat"], HHL: ["phone", "chat"], HHH: ["phone", "callback"],
};
/** A Wednesday. */
const NOW = new Date("2026-11-25T12:00Z");
const route = (contact, more) => routeOf({ contact: { levels: 2, table: TABLE, ...contact }, query: "", behaviour: CALM, now: NOW, ...more });
const offered = ({ primary, secondary }) => [primary?.channel, secondary?.channel];

describe("routes", () => {
  const channels = { bot: ALWAYS, chat: ALWAYS, phone: { label: "Call", href: "tel:+34900" }, email: { label: "Mail", href: "mailto:a@example.org" } };

  test("each cell leads to its row, without what the site has not", () => {
    for (const [cell, row] of Object.entries(TABLE)) {
      const [complexity, severity, effort] = [...cell].map((letter) => (letter === "H" ? "high" : "low"));
      const found = route({ channels }, { article: { complexity, severity, effort } });
      assert.equal(found.cell, cell);
      assert.deepEqual(offered(found), [...row.filter((id) => channels[id]), undefined, undefined].slice(0, 2));
      assert.equal(found.atOnce, severity === "high");
    }
  });

  test("words and behaviour raise a cell", () => {
    const rules = [{ match: "hacked", set: { severity: "high" } }];
    assert.equal(route({ channels, rules }, { query: "My account was Hacked" }).cell, "LHL");
    assert.equal(route({ channels }, { behaviour: { reformulations: 2, opens: 0, saidNo: false } }).cell, "LLH");
    assert.equal(route({ channels }, { behaviour: { reformulations: 1, opens: 1, saidNo: false } }).cell, "LLL");
    assert.equal(route({ channels, levels: 3 }, { article: { severity: "medium" } }).severity, "medium");
    assert.equal(route({ channels, levels: 2 }, { article: { severity: "medium" } }).atOnce, true);
  });

  test("help only: without channels nobody is offered", () => {
    for (const none of [undefined, {}, { chat: { label: "x" } }, { chat: { label: "x", href: "javascript:alert(1)" } }]) {
      const found = route({ channels: none }, { article: { severity: "high" } });
      assert.deepEqual([offered(found), found.atOnce], [[undefined, undefined], false]);
    }
    assert.equal(routeOf({ query: "", behaviour: CALM, now: NOW }).cell, "LLL");
  });

  test("an open channel comes before a closed one, whose next opening is told", () => {
    const found = route({ channels: { ...channels, chat: { ...ALWAYS, hours: CLOSED, wait_minutes: 5 } } }, { article: { severity: "high" } });
    assert.deepEqual(offered(found), ["phone", "chat"]);
    assert.deepEqual([found.secondary.isOpen, found.secondary.opensAt.toISOString(), found.secondary.waitMinutes], [false, "2026-11-30T09:00:00.000Z", undefined]);
  });

  test("if all of a row are closed, people at another channel are offered", () => {
    const found = route({ channels: { phone: { ...ALWAYS, hours: CLOSED }, chat: { ...ALWAYS, hours: CLOSED }, email: channels.email } }, { article: { severity: "high" } });
    assert.deepEqual(offered(found), ["email", "chat"]);
    const best = route({ channels: { phone: { ...ALWAYS, hours: CLOSED }, email: channels.email, post: ALWAYS } }, { article: { severity: "high" } });
    assert.deepEqual(offered(best), ["email", "phone"], "and it is told when the one that is meant opens");
    const all = route({ channels: { phone: { ...ALWAYS, hours: CLOSED } } });
    assert.deepEqual([offered(all), all.primary.isOpen], [["phone", undefined], false]);
  });

  test("high severity never hides people behind a machine", () => {
    const found = route({ table: { LHL: ["bot"] }, channels }, { article: { severity: "high" } });
    assert.deepEqual([offered(found), found.atOnce], [["chat", "phone"], true]);
    const machines = route({ channels: { bot: ALWAYS } }, { article: { severity: "high" } });
    assert.deepEqual([machines.atOnce, offered(machines)], [false, ["bot", undefined]]);
  });

  test("a time zone that a browser does not know keeps no channel from people", (t) => {
    const warned = t.mock.method(console, "warn", () => {});
    const found = route({ channels: { bot: { ...ALWAYS, hours: { tz: "Mars/Olympus", open: [] }, wait_minutes: 5 } } });
    assert.deepEqual([found.primary.isOpen, found.primary.waitMinutes], [true, 5]);
    assert.equal(warned.mock.callCount(), 1);
  });
});

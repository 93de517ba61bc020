/**
 * When a channel is open, in its own time zone.
 * @typedef {object} Hours
 * @property {string} tz IANA name of the time zone, such as "Europe/Madrid"
 * @property {Opening[]} open
 * @property {string[]} [closed_on] days off as YYYY-MM-DD: what would open on such a day does not
 */
/**
 * @typedef {object} Opening
 * @property {number[]} days 1 = Monday to 7 = Sunday
 * @property {string} from HH:MM
 * @property {string} to HH:MM up to 24:00; if it is not after `from`, it is a time of the next day
 */

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Who does not open within a year does not open. */
const HORIZON_DAYS = 366;

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/**
 * Whether a channel is open, and if not, when it opens next. An opening is one stretch of real time:
 * it begins when the clock on the wall first shows `from` or later, and ends when it first shows `to`
 * or later, so that a change of clocks opens and closes nothing twice.
 * @param {Hours} hours
 * @param {Date} now
 * @returns {{ isOpen: boolean, opensAt?: Date }} no `opensAt` if it does not open within a year
 * @throws {RangeError} if the time zone is unknown
 */
export function openingAt(hours, now) {
  const time = now.getTime();
  const today = Math.floor(wallClock(time, hours.tz) / DAY_MS);
  // What opened yesterday may still be open.
  const begun = [today - 1, today].flatMap((day) => spansOf(hours, day));
  if (begun.some(({ start, end }) => start <= time && time < end)) return { isOpen: true };
  for (let day = today; day <= today + HORIZON_DAYS; day++) {
    const starts = spansOf(hours, day).map(({ start }) => start).filter((start) => start > time);
    if (starts.length) return { isOpen: false, opensAt: new Date(Math.min(...starts)) };
  }
  return { isOpen: false };
}

/**
 * @param {Hours} hours
 * @param {number} day days since 1970-01-01
 * @returns {{ start: number, end: number }[]} what opens on that day, in milliseconds since 1970 UTC
 */
function spansOf({ tz, open, closed_on = [] }, day) {
  const midnight = day * DAY_MS;
  if (closed_on.includes(new Date(midnight).toISOString().slice(0, 10))) return [];
  // 1970-01-01 was a Thursday.
  const weekday = ((((day + 3) % 7) + 7) % 7) + 1;
  const spans = open.filter(({ days }) => days.includes(weekday)).map(({ from, to }) => {
    const [start, end] = [from, to].map(minutesOf);
    const length = end > start ? end : end + 24 * 60;
    return { start: firstInstant(midnight + start * MINUTE_MS, tz), end: firstInstant(midnight + length * MINUTE_MS, tz) };
  });
  // Clocks that are put forward may leave nothing of it.
  return spans.filter(({ start, end }) => start < end);
}

/** @param {string} time HH:MM */
function minutesOf(time) {
  const [hours, minutes] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

/**
 * What a clock shows, written as if it were UTC.
 * @param {number} time milliseconds since 1970 UTC
 * @param {string} tz
 * @returns {number} milliseconds
 */
function wallClock(time, tz) {
  let format = formats.get(tz);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone: tz, calendar: "gregory", numberingSystem: "latn", hourCycle: "h23",
      year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
    });
    formats.set(tz, format);
  }
  const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
}

/**
 * @param {number} wall as `wallClock` gives it
 * @param {string} tz
 * @returns {number} when a clock first shows that or, where it is skipped, more
 */
function firstInstant(wall, tz) {
  // No zone is more than 14 hours from UTC, nor changes its clocks by more than a day.
  const offsets = [wall - DAY_MS, wall + DAY_MS].map((time) => wallClock(time, tz) - time);
  const candidates = offsets.map((offset) => wall - offset).filter((time) => wallClock(time, tz) === wall);
  if (candidates.length) return Math.min(...candidates);
  let [before, after] = [wall - Math.max(...offsets) - HOUR_MS, wall - Math.min(...offsets) + HOUR_MS];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (wallClock(middle, tz) < Math.floor(wall / 1000) * 1000) before = middle;
    else after = middle;
  }
  return after;
}

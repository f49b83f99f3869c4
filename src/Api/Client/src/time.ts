/** Units of 100 ns since 1970-01-01T00:00:00Z, so that times compare exactly as the service compares them. */
export type Instant = bigint;

const unitsPerMillisecond = 10_000n;
export const minutes = (count: number): Instant => BigInt(count) * 60_000n * unitsPerMillisecond;

const form = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?:[Zz]|([+-])(\d\d)(?::?(\d\d))?)$/;
const longest = 48;

/** An ISO 8601 date-time with a zone, to 100 ns; undefined for anything else. */
export function instantOf(text: string): Instant | undefined {
  const parts = text.length > longest ? null : form.exec(text);
  if (parts === null) {
    return undefined;
  }

  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0)) as [number, number, number, number, number, number];
  const [zoneHours, zoneMinutes] = [Number(parts[9] ?? 0), Number(parts[10] ?? 0)];
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59 || second > 59
    || zoneHours > 23 || zoneMinutes > 59) {
    return undefined;
  }

  // Date.UTC takes years below 100 for 19xx; setUTCFullYear does not.
  const local = new Date(0);
  local.setUTCFullYear(year, month - 1, day);
  local.setUTCHours(hour, minute, second);
  const offset = (zoneHours * 60 + zoneMinutes) * 60_000 * (parts[8] === '-' ? -1 : 1);
  return BigInt(local.getTime() - offset) * unitsPerMillisecond + BigInt((parts[7] ?? '').padEnd(7, '0').slice(0, 7));
}

export const instantOfDate = (date: Date): Instant => BigInt(date.getTime()) * unitsPerMillisecond;

/** Whole seconds since 1970, as blocks have them. */
export const instantOfSeconds = (seconds: number): Instant => BigInt(seconds) * 1000n * unitsPerMillisecond;

function daysIn(year: number, month: number): number {
  const last = new Date(0);
  last.setUTCFullYear(year, month, 0);
  return last.getUTCDate();
}

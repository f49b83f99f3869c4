import { member, text, time } from './json.js';
import { failed, passed, withEvidence, type Check } from './report.js';
import type { JsonObject } from './strict-json.js';
import { instantOfDate, minutes } from './time.js';

/** Clocks differ: a credential issued this moment must not be called not yet valid. */
export const clockTolerance = minutes(5);

/** Check 6: `validFrom` has come and `validUntil` has not. */
export function checkDates(document: JsonObject, now: Date): Check {
  const validFrom = text(document, 'validFrom');
  const validUntil = text(document, 'validUntil');
  return withEvidence(judge(document, now), {
    ...(validFrom === undefined ? {} : { validFrom }), ...(validUntil === undefined ? {} : { validUntil }), checkedAt: now.toISOString(),
  });
}

function judge(document: JsonObject, date: Date): Check {
  const now = instantOfDate(date);
  const from = time(document, 'validFrom');
  const until = time(document, 'validUntil');
  if (from === undefined || (member(document, 'validUntil') !== undefined && until === undefined) || (until !== undefined && until <= from)) {
    return failed('dates', 'dates_wrong', 'validFrom and validUntil are not a span of time.');
  }

  if (now + clockTolerance < from) {
    return failed('dates', 'not_yet_valid', 'The credential is not valid yet.');
  }

  return until !== undefined && now >= until
    ? failed('dates', 'expired', 'The credential has expired.')
    : passed('dates', 'The credential is within its dates.');
}

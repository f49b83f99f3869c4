// Check 1: the structure that VC Data Model 2.0 and Open Badges 3.0 ask for, as the service writes it. What the members mean is covered by the
// signature: every one of them is mapped by the contexts or the document has no canonical form.
import { deepEqual, entries, isIri, isObject, member, text, texts, time } from './json.js';
import { failed, passed, type Check } from './report.js';
import type { Json, JsonObject } from './strict-json.js';

const topLevel = new Set([
  '@context', 'id', 'type', 'name', 'description', 'image', 'validFrom', 'validUntil', 'issuer', 'credentialSubject', 'credentialStatus',
  'evidence', 'refreshService', 'termsOfUse', 'proof',
]);

const contexts: readonly Json[] = [
  'https://www.w3.org/ns/credentials/v2',
  'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
  {
    '@import': 'https://w3id.org/blockcerts/v3.2',
    'image': { '@id': 'https://purl.imsglobal.org/spec/vc/ob/vocab.html#image', '@type': '@id' },
    'url': { '@id': 'https://schema.org/url', '@type': 'https://www.w3.org/2001/XMLSchema#anyURI' },
  },
];
const statusListContext = 'https://w3id.org/vc/status-list/2021/v1';

const wrong = (sentence: string): Check => failed('schema', 'member_wrong', sentence);

export const checkSchema = (document: JsonObject): Check =>
  topLevelFault(document)
  ?? contextFault(document)
  ?? issuerFault(document)
  ?? subjectFault(document)
  ?? evidenceFault(document)
  ?? statusFault(document)
  ?? passed('schema', 'The document has the structure of a Verifiable Credential 2.0 and of an Open Badge 3.0.');

/** Only these contexts in this order give the members the meaning that other readers see. */
export function contextFault(document: JsonObject): Check | undefined {
  const needsList = text(member(document, 'credentialStatus'), 'type') === 'StatusList2021Entry';
  const fits = deepEqual(member(document, '@context'), [...contexts, ...(needsList ? [statusListContext] : [])]);
  return fits && !hasInnerContext(document, true) ? undefined
    : failed('schema', 'context_wrong', 'The document\'s @context is not exactly that of these credentials.');
}

/** A context inside would give other members there, and a hostile one could make the canonical form very expensive. */
function hasInnerContext(value: Json, isTop: boolean): boolean {
  return Array.isArray(value) ? value.some((entry) => hasInnerContext(entry, false))
    : isObject(value) && Object.entries(value).some(([name, entry]) => name === '@context' ? !isTop : hasInnerContext(entry, false));
}

function topLevelFault(document: JsonObject): Check | undefined {
  if (!Object.keys(document).every((name) => topLevel.has(name))) {
    return failed('schema', 'member_unknown', 'The document has a top-level member that such a credential does not have.');
  }

  if (!isIri(text(document, 'id')) || !text(document, 'name')) {
    return failed('schema', 'member_missing', 'The document has no id or no name.');
  }

  const types = texts(document, 'type');
  if (types?.length !== 2 || !types.includes('VerifiableCredential') || !types.includes('OpenBadgeCredential')) {
    return wrong('The document\'s type is not VerifiableCredential and OpenBadgeCredential.');
  }

  return time(document, 'validFrom') === undefined || (member(document, 'validUntil') !== undefined && time(document, 'validUntil') === undefined)
    ? wrong('validFrom or validUntil is not a date-time with a zone.')
    : Array.isArray(member(document, 'proof')) ? undefined
    : wrong('proof is not an array.');
}

function issuerFault(document: JsonObject): Check | undefined {
  const issuer = member(document, 'issuer');
  return text(issuer, 'id')?.startsWith('did:') === true && hasType(issuer, 'Profile') && text(issuer, 'name') && textOrAbsent(issuer, 'url')
    ? undefined
    : wrong('issuer is not a Profile with a DID and a name.');
}

function subjectFault(document: JsonObject): Check | undefined {
  const subject = member(document, 'credentialSubject');
  if (!isObject(subject) || !hasType(subject, 'AchievementSubject') || !idOrAbsent(subject)) {
    return wrong('credentialSubject is not one AchievementSubject.');
  }

  if (!isAchievement(member(subject, 'achievement'))) {
    return wrong('The achievement has no id, name, description or criteria, or they are malformed.');
  }

  return eachIs(subject, 'result', (entry) => hasType(entry, 'Result')) ? undefined : wrong('A result is malformed.');
}

function isAchievement(achievement: Json | undefined): boolean {
  const criteria = member(achievement, 'criteria');
  const image = member(achievement, 'image');
  return isIri(text(achievement, 'id'))
    && hasType(achievement, 'Achievement')
    && text(achievement, 'name') !== undefined
    && text(achievement, 'description') !== undefined
    && isObject(criteria) && textOrAbsent(criteria, 'narrative') && idOrAbsent(criteria)
    && eachIs(achievement, 'alignment', (entry) =>
      hasType(entry, 'Alignment') && text(entry, 'targetName') !== undefined && isIri(text(entry, 'targetUrl')))
    && eachIs(achievement, 'resultDescription', (entry) => isIri(text(entry, 'id')) && hasType(entry, 'ResultDescription')
      && text(entry, 'name') !== undefined && text(entry, 'resultType') !== undefined)
    // Open Badges 3.0 gives Image one type, not a set.
    && (image === undefined || ((text(image, 'type') === 'Image' || hasType(image, 'Image')) && isIri(text(image, 'id'))));
}

const evidenceFault = (document: JsonObject): Check | undefined =>
  eachIs(document, 'evidence', (entry) => isIri(text(entry, 'id')) && hasType(entry, 'Evidence'))
    ? undefined
    : wrong('An evidence entry has no id or is malformed.');

function statusFault(document: JsonObject): Check | undefined {
  const status = member(document, 'credentialStatus');
  return status === undefined || (isObject(status) && isIri(text(status, 'id')) && text(status, 'type') !== undefined)
    ? undefined
    : wrong('credentialStatus is not one entry with id and type.');
}

/** True when the member is absent or an array whose entries all hold. */
const eachIs = (owner: Json | undefined, name: string, holds: (entry: Json) => boolean): boolean =>
  member(owner, name) === undefined || (Array.isArray(member(owner, name)) && entries(owner, name).every(holds));

const hasType = (owner: Json | undefined, type: string): boolean => texts(owner, 'type')?.includes(type) === true;

const textOrAbsent = (owner: Json | undefined, name: string): boolean => member(owner, name) === undefined || text(owner, name) !== undefined;

const idOrAbsent = (owner: Json | undefined): boolean => member(owner, 'id') === undefined || isIri(text(owner, 'id'));

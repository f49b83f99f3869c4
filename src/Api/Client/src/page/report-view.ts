import type { Check, Report } from '../verify.js';
import { element, part } from './dom.js';
import { factsOf, type Fact } from './evidence.js';
import type { PageOptions } from './options.js';
import type { Texts } from './texts.js';

const verdictClass = { valid: 'good', invalid: 'bad', undetermined: 'open' } as const;

/** Puts a report in the place of what the section showed before. */
export function showReport(section: HTMLElement, report: Report, texts: Texts, options: PageOptions): void {
  part(section, 'data-list').replaceChildren(...report.checks.map((check) => checkItem(check, texts, options)));
  const hosts = options.rpcUrls.map((url) => new URL(url).host).join(', ');
  part(section, 'data-by').textContent = texts.get('by.browser', { hosts });
  say(section, verdictSentence(report, texts), verdictClass[report.verdict]);
}

/** The line on top; it is read out when it changes. */
export function say(section: HTMLElement, sentence: string, className = ''): void {
  const line = part(section, 'data-verdict');
  line.className = `verdict ${className}`;
  line.textContent = sentence;
}

export function verdictSentence({ verdict, checks }: Report, texts: Texts): string {
  const cause = verdict === 'invalid' ? 'failed' : 'unknown';
  const names = checks.filter((check) => check.outcome === cause).map((check) => texts.get(`check.${check.check}`)).join(', ');
  return texts.get(`verdict.${verdict}`, { checks: names });
}

function checkItem(check: Check, texts: Texts, { chains }: PageOptions): HTMLElement {
  const name = texts.get(`check.${check.check}`);
  const facts = factsOf(check, texts, chains);
  return element('li', { class: `check ${check.outcome}`, 'data-check': check.check, 'data-outcome': check.outcome, 'data-reason': check.reason.code },
    element('p', {}, element('strong', {}, name), ' ', element('span', { class: 'outcome' }, texts.get(`outcome.${check.outcome}`))),
    element('p', {}, [check.reason.sentence, ...(check.note === undefined ? [] : [check.note])].map((sentence) => texts.sentence(sentence)).join(' ')),
    ...(facts.length === 0 ? [] : [element('details', {},
      element('summary', {}, texts.get('evidence'), element('span', { class: 'visually-hidden' }, `: ${name}`)),
      element('dl', { class: 'evidence' }, ...facts.flatMap((fact) => [element('dt', {}, fact.label), element('dd', {}, factValue(fact, texts))])))]));
}

function factValue({ value, href, isCode }: Fact, texts: Texts): Node | string {
  if (typeof value !== 'string') {
    return element('ol', {}, ...value.map((step) => element('li', {}, element('code', {}, step))));
  }

  const shown = isCode === true ? element('code', {}, value) : value;
  return href === undefined ? shown : element('a', { href, rel: 'noopener noreferrer', target: '_blank', title: texts.get('evidence.explorer') }, shown);
}

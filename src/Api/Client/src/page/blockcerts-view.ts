import type { Answer, Question } from '../blockcerts/worker.js';
import type { Report } from '../verify.js';
import { element, part } from './dom.js';
import { didDocumentUrl, issuerOf, type PageOptions } from './options.js';
import type { Texts } from './texts.js';
import { askWorker } from './verifier.js';

/** What was checked, for the other verifier to check again. */
export interface Checked {
  readonly document: Uint8Array;
  readonly report: Report;
}

/** "What Blockcerts' own verifier says": offered with each report, asked only on a click. */
export class BlockcertsView {
  private checked: Checked | undefined;
  private running: AbortController | undefined;

  constructor(private readonly view: HTMLElement, private readonly texts: Texts, private readonly options: PageOptions) {
    part(view, 'data-ask').addEventListener('click', () => { void this.ask(); });
  }

  /** Offers it for another document; undefined: for none. What it said of the one before goes. */
  offer(checked: Checked | undefined): void {
    this.running?.abort();
    this.checked = checked;
    this.view.hidden = checked === undefined;
    this.say('');
    part(this.view, 'data-steps').replaceChildren();
  }

  private async ask(): Promise<void> {
    if (this.checked === undefined) {
      return;
    }

    this.running?.abort();
    const run = this.running = new AbortController();
    this.say(this.texts.get('blockcerts.running'));
    part(this.view, 'data-steps').replaceChildren();
    try {
      this.show(await askWorker<Question, Answer>(this.view.dataset.worker ?? '', this.question(this.checked), run.signal));
    } catch {
      if (!run.signal.aborted) {
        this.say(this.texts.get('blockcerts.error'), 'open');
      }
    }
  }

  private question({ document, report }: Checked): Question {
    const did = issuerOf(document) ?? this.options.did;
    return {
      document: new TextDecoder().decode(document),
      reach: { origin: location.origin, rpcUrls: this.options.rpcUrls, did, didDocument: didDocumentUrl(this.options, did, location.origin) },
      chainId: report.checks.find((check) => check.check === 'anchor')?.evidence.chainId,
      language: this.texts.language,
    };
  }

  private show({ accepted, message, steps, isIncomplete }: Answer): void {
    if (accepted) {
      this.say(this.texts.get('blockcerts.accepted'), 'good');
    } else if (isIncomplete) {
      this.say(this.texts.get('blockcerts.unreachable'), 'open');
    } else {
      this.say(this.texts.get('blockcerts.refused', { message }), 'bad');
    }

    if (steps.length > 0) {
      part(this.view, 'data-steps').replaceChildren(element('details', {}, element('summary', {}, this.texts.get('blockcerts.steps')),
        element('ol', {}, ...steps.map((step) => element('li', {},
          `${step.label}: `, element('strong', {}, this.texts.get(`blockcerts.step.${step.succeeded ? 'success' : 'failure'}`)),
          ...(step.message === undefined ? [] : [` (${step.message})`]))))));
    }
  }

  private say(sentence: string, className = ''): void {
    const line = part(this.view, 'data-opinion');
    line.className = `verdict ${className}`;
    line.textContent = sentence;
  }
}

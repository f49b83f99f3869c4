import type { Report } from '../verify.js';
import { BlockcertsView } from './blockcerts-view.js';
import { part } from './dom.js';
import { issuerOf, verifyOptions, type PageOptions } from './options.js';
import { say, showReport } from './report-view.js';
import { Texts } from './texts.js';
import { verifyInWorker } from './verifier.js';

/** The section "Checks" of a page: makes the checks in the visitor's browser and shows what they found. */
export class ChecksSection {
  private running: AbortController | undefined;

  private readonly blockcerts: BlockcertsView;

  private constructor(readonly element: HTMLElement, readonly texts: Texts, readonly options: PageOptions) {
    this.blockcerts = new BlockcertsView(part(element, 'data-blockcerts'), texts, options);
  }

  static async open(element: HTMLElement): Promise<ChecksSection> {
    const { texts = '', options = '{}' } = element.dataset;
    return new ChecksSection(element, await Texts.load(texts, element.lang), JSON.parse(options) as PageOptions);
  }

  /** Checks a document. A later call, or {@link stop}, ends this one; -> undefined then, and where the checks could not be run. */
  async check(document: Uint8Array): Promise<Report | undefined> {
    this.stop();
    const run = this.running = new AbortController();
    say(this.element, this.texts.get('running'));
    this.blockcerts.offer(undefined);
    try {
      const options = verifyOptions(this.options, issuerOf(document), location.origin, new Date());
      const report = await verifyInWorker(this.element.dataset.worker ?? '', document, options, run.signal);
      showReport(this.element, report, this.texts, this.options);
      this.blockcerts.offer({ document, report });
      return report;
    } catch {
      if (!run.signal.aborted) {
        this.sayFault('verdict.error');
      }

      return undefined;
    }
  }

  stop(): void {
    this.running?.abort();
  }

  /** Nothing was checked; what the service found itself, where it stands, is said to be that. */
  sayFault(text: string): void {
    say(this.element, this.texts.get(text), 'open');
    const hasList = part(this.element, 'data-list').childElementCount > 0;
    part(this.element, 'data-by').textContent = hasList ? this.texts.get('by.serviceInstead') : '';
  }

  /** Offers to run it all again. */
  onAgain(run: () => void): void {
    part(this.element, 'data-again').addEventListener('click', run);
    part(this.element, 'data-actions').hidden = false;
  }
}

// /verify: checks what the visitor names or brings. Nothing is sent but GETs of what an id names and the documents that the checks need.
import { ChecksSection } from '../page/checks-section.js';
import { element, part } from '../page/dom.js';
import { credentialIdOf, readDocument, type DocumentFacts, type Fault } from '../page/given.js';
import { maxDocumentBytes } from '../limits.js';
import { Texts } from '../page/texts.js';
import { fetchBytes } from '../resources.js';

const documentLimits = { timeoutMs: 15_000, maxBytes: maxDocumentBytes };
const times: readonly string[] = ['validFrom', 'validUntil'];

class VerifyPage {
  private readonly result = part(document, 'data-result');
  private readonly fault = part(document, 'data-fault');
  private last: Uint8Array | undefined;

  constructor(private readonly form: HTMLElement, private readonly words: Texts, private readonly checks: ChecksSection) {
    checks.onAgain(() => { if (this.last !== undefined) { void checks.check(this.last); } });
    const byDocument = part(form, 'data-by-document');
    byDocument.hidden = false;
    byDocument.addEventListener('submit', (event) => { event.preventDefault(); void this.checkText(); });
    part(form, 'data-by-reference').addEventListener('submit', (event) => { event.preventDefault(); void this.checkReference(); });
    this.file.addEventListener('change', () => { void this.checkFiles(this.file.files); });
    this.takeDrops(part(form, 'data-drop'));
  }

  private get file(): HTMLInputElement {
    return this.form.querySelector<HTMLInputElement>('#file')!;
  }

  private get reference(): HTMLInputElement {
    return this.form.querySelector<HTMLInputElement>('#reference')!;
  }

  private takeDrops(zone: HTMLElement): void {
    // Anywhere on the page: a file that misses the zone must not be opened in the place of the page.
    for (const type of ['dragover', 'drop', 'dragleave'] as const) {
      document.addEventListener(type, (event) => {
        event.preventDefault();
        zone.classList.toggle('over', type === 'dragover');
        if (type === 'drop') {
          void this.checkFiles(event.dataTransfer?.files ?? null);
        }
      });
    }
  }

  private async checkReference(): Promise<void> {
    const id = credentialIdOf(this.reference.value, [location.origin, this.form.dataset.origin ?? '']);
    if (id === undefined) {
      this.refuse('reference', this.reference);
      return;
    }

    const fetched = await fetchBytes(fetch.bind(globalThis), `/c/${id}.json`, { headers: { accept: 'application/vc' } }, documentLimits);
    if ('bytes' in fetched) {
      await this.check(fetched.bytes);
    } else {
      this.refuse(fetched.unavailable.includes('404') ? 'unknown' : 'unreachable', this.reference);
    }
  }

  private async checkText(): Promise<void> {
    const field = this.form.querySelector<HTMLTextAreaElement>('#text')!;
    if (field.value.trim() === '') {
      this.refuse('empty', field);
      return;
    }

    await this.check(new TextEncoder().encode(field.value));
  }

  private async checkFiles(files: FileList | null): Promise<void> {
    const file = files?.[0];
    if (files === null || file === undefined) {
      return;
    }

    if (files.length > 1) {
      this.refuse('severalFiles');
    } else if (file.size > maxDocumentBytes) {
      this.refuse('tooLarge');
    } else {
      await this.check(new Uint8Array(await file.arrayBuffer()));
    }

    // The same file can be chosen again, after it was changed.
    this.file.value = '';
  }

  private async check(document: Uint8Array): Promise<void> {
    const facts = readDocument(document);
    if (typeof facts === 'string') {
      this.refuse(facts);
      return;
    }

    this.last = document;
    this.fault.textContent = '';
    this.reference.removeAttribute('aria-invalid');
    this.show(facts);
    await this.checks.check(document);
  }

  private show(facts: DocumentFacts): void {
    part(this.result, 'data-facts').replaceChildren(...Object.entries(facts).flatMap(([name, value]: [string, string]) => [
      element('dt', {}, this.words.get(`fact.${name}`)),
      element('dd', {}, times.includes(name) ? this.checks.texts.time(value) : value),
    ]));
    this.result.hidden = false;
    const title = this.result.querySelector<HTMLElement>('#facts-title')!;
    title.focus({ preventScroll: true });
    title.scrollIntoView({ block: 'start' });
  }

  /** Nothing is checked, and nothing of an earlier check stands beside the words that say so. */
  private refuse(fault: Fault, field?: HTMLElement): void {
    this.checks.stop();
    this.result.hidden = true;
    this.fault.textContent = this.words.get(`fault.${fault}`);
    this.reference.toggleAttribute('aria-invalid', false);
    field?.setAttribute('aria-invalid', 'true');
    field?.focus();
  }
}

async function start(): Promise<void> {
  const form = part(document, 'data-verify');
  const [words, checks] = await Promise.all([Texts.load(form.dataset.texts ?? '', document.documentElement.lang), ChecksSection.open(part(document, 'data-checks'))]);
  new VerifyPage(form, words, checks);
}

void start();

// The page of a credential: makes the checks in the visitor's browser and, while it is not anchored, waits for that.
import { announcer } from '../page/announcer.js';
import { ChecksSection } from '../page/checks-section.js';
import { maxDocumentBytes } from '../limits.js';
import { PagePolling, refreshParts, replaceContent } from '../page/polling.js';
import { fetchBytes } from '../resources.js';

const documentLimits = { timeoutMs: 15_000, maxBytes: maxDocumentBytes };

async function run(section: ChecksSection): Promise<void> {
  const url = section.element.dataset.document;
  if (url === undefined) {
    return;
  }

  const fetched = await fetchBytes(fetch.bind(globalThis), url, { headers: { accept: 'application/vc' } }, documentLimits);
  if (!('bytes' in fetched)) {
    section.sayFault('verdict.noDocument');
    return;
  }

  const report = await section.check(fetched.bytes);
  // What the service says of itself stands only where nothing contradicts it.
  for (const line of document.querySelectorAll<HTMLElement>('[data-attribution]')) {
    line.hidden = report?.verdict === 'invalid';
  }
}

async function start(announce: (text: string) => void): Promise<void> {
  const element = document.querySelector<HTMLElement>('[data-checks]');
  if (element === null) {
    return;
  }

  if (element.dataset.waits === 'true') {
    for (const line of element.querySelectorAll<HTMLElement>('[data-with-script], [data-without-script]')) {
      line.hidden = 'withoutScript' in line.dataset;
    }

    const polling = new PagePolling((page) => {
      const next = page.querySelector<HTMLElement>('[data-checks]');
      if (next?.dataset.state === element.dataset.state) {
        refreshParts(page);
      } else {
        polling.stop();
        opened?.stop();
        replaceContent(page);
        announce(opened?.texts.get(next?.dataset.waits === 'true' ? 'waiting.changed' : 'waiting.anchored') ?? '');
        // Scripts of other parts of the page look at what is there now.
        document.dispatchEvent(new Event('content-replaced'));
        void start(announce);
      }
    });
  }

  let opened: ChecksSection | undefined;
  const section = opened = await ChecksSection.open(element);
  section.onAgain(() => { void run(section); });
  await run(section);
}

void start(announcer());

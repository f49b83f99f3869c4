// Looks at the page's own address until it has something new to say.

const firstWaitMs = 3_000;
const longestWaitMs = 15_000;
const growth = 1.25;

/** Milliseconds before the look of that number, counted from 0. */
export const waitBefore = (look: number): number => Math.min(longestWaitMs, Math.round(firstWaitMs * growth ** look));

/** Parts that live on when the page's content is replaced: a visitor may be using them, and their scripts hold on to them. */
const keptIds = ['claim', 'claim-status', 'claim-code', 'recipient'];

/** Parts that tell how far the credential is, and that nobody types in. */
const liveParts = ['#state', '.facts'];

export class PagePolling {
  private looks = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private etag: string | undefined;
  private ended = false;

  /** @param onPage Called with each new version of the page; it ends the looking by {@link stop}. */
  constructor(private readonly onPage: (page: Document) => void) {
    document.addEventListener('visibilitychange', this.onVisibility);
    this.schedule();
  }

  stop(): void {
    this.ended = true;
    clearTimeout(this.timer);
    document.removeEventListener('visibilitychange', this.onVisibility);
  }

  private readonly onVisibility = (): void => {
    clearTimeout(this.timer);
    if (!document.hidden) {
      // Whoever comes back wants to know.
      this.looks = 0;
      void this.look();
    }
  };

  private schedule(): void {
    if (!this.ended && !document.hidden) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => { void this.look(); }, waitBefore(this.looks++));
    }
  }

  private async look(): Promise<void> {
    try {
      const response = await fetch(location.pathname + location.search, this.etag === undefined ? { cache: 'no-cache' } : { headers: { 'If-None-Match': this.etag } });
      if (response.status === 200) {
        this.etag = response.headers.get('ETag') ?? undefined;
        const page = new DOMParser().parseFromString(await response.text(), 'text/html');
        if (!this.ended) {
          this.onPage(page);
        }
      }
    } catch {
      // No connection just now: the next look may have one.
    }

    this.schedule();
  }
}

/** Brings the parts that tell how far it is up to date, where the rest has nothing new. */
export function refreshParts(page: Document): void {
  for (const selector of liveParts) {
    const [now, next] = [document.querySelector(selector), page.querySelector(selector)];
    if (now !== null && next !== null && !now.isEqualNode(next) && !now.contains(document.activeElement)) {
      now.replaceWith(next);
    }
  }
}

/** Puts the content of another version of this page in the place of what `main` holds; what is in use stays, with the focus in it. */
export function replaceContent(page: Document): void {
  const [now, next] = [document.querySelector('main'), page.querySelector('main')];
  if (now === null || next === null) {
    throw new Error('the page has no main part');
  }

  const focused = document.activeElement;
  for (const id of keptIds) {
    const [kept, replaced] = [now.querySelector(`#${id}`), next.querySelector(`#${id}`)];
    if (kept !== null && replaced !== null) {
      replaced.replaceWith(kept);
    }
  }

  now.replaceChildren(...next.childNodes);
  if (focused instanceof HTMLElement && focused !== document.activeElement) {
    // An element that is gone has an heir of the same id, or none.
    const heir = focused.isConnected ? focused : focused.id === '' ? null : document.getElementById(focused.id);
    heir?.focus({ preventScroll: true });
  }
}

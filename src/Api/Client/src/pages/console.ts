/**
 * Pages of the console whose matter goes on: the page is fetched again from time to time, and its part `[data-refresh]` takes the place of the
 * one that is shown, until that part says that it is over. Without the script, the reader reloads.
 */
const selector = '[data-refresh]';
const firstPause = 1_500;
const longestPause = 15_000;

async function fetched(): Promise<Element | null> {
  const answer = await fetch(location.href, { headers: { Accept: 'text/html' }, credentials: 'same-origin' });
  // A session that has ended leads to the login page, which has no such part.
  return answer.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector(selector) : null;
}

/** To readers of what changes: into an element that stays, since most of them say nothing of one that is put in with its text. */
function tell(next: Element): void {
  const live = document.querySelector('[data-refresh-told]');
  if (live) {
    live.textContent = next.querySelector('[data-told]')?.textContent ?? '';
  }
}

async function follow(): Promise<void> {
  for (let pause = firstPause; document.querySelector<HTMLElement>(selector)?.dataset['refresh'] === 'on'; pause = Math.min(pause * 1.3, longestPause)) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    if (document.hidden) {
      continue;
    }

    const [shown, next] = [document.querySelector(selector), await fetched().catch(() => null)];
    // What reads the same is left alone: readers that are told of changes hear of none.
    if (shown && next && shown.textContent !== next.textContent) {
      shown.replaceWith(document.adoptNode(next));
      tell(next);
    }
  }
}

void follow();

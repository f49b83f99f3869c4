// What every page is measured by: accessibility (axe), weight, width.
import axe from 'axe-core';

/** Violations of WCAG 2.2 A and AA that axe calls serious or critical: [{id, impact, nodes}]. */
export async function seriousFaults(page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return violations.filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .map((v) => ({ id: v.id, impact: v.impact, nodes: v.nodes.slice(0, 3).map((n) => `${n.target} ${n.failureSummary?.split('\n')[1]?.trim() ?? ''}`) }));
}

/** Opens the page in a context without cache and adds up what comes over the wire, workers too: -> {bytes, files}. */
export async function weigh(context, url) {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const files = new Map();
  const scripts = new Set();
  page.on('worker', (worker) => scripts.add(worker.url()));
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  session.on('Network.responseReceived', ({ requestId, response }) => files.set(requestId, { url: response.url, bytes: 0 }));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => { if (files.has(requestId)) files.get(requestId).bytes = encodedDataLength; });
  await page.goto(url, { waitUntil: 'networkidle' });
  // What workers load is not in the page's own account.
  const workers = await Promise.all([...scripts].map(async (script) => {
    const response = await page.request.get(script, { headers: { 'Accept-Encoding': 'br' } });
    return { url: script, bytes: Number(response.headers()['content-length']) };
  }));
  await page.close();
  const counted = new Set([...files.values()].map((file) => file.url));
  const all = [...files.values(), ...workers.filter((worker) => !counted.has(worker.url))];
  return { bytes: all.reduce((sum, file) => sum + file.bytes, 0), files: all };
}

/** How far the page is wider than the window, px. */
export const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

/**
 * Goes through the page by the Tab key alone: -> {reached, missed, hidden}: how many elements were reached, descriptions of those that can be
 * used by mouse and were not, and of those whose focus cannot be seen.
 */
export async function walkByKeyboard(page) {
  const expected = await page.evaluate(() => {
    const usable = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest('[inert]') && !e.disabled && e.tabIndex >= 0;
    const all = [...document.querySelectorAll('a[href], button, input:not([type="hidden"]), select, textarea, summary, iframe')].filter(usable);
    // Of radio buttons of one name the arrow keys reach the others.
    const first = all.filter((e, n) => e.type !== 'radio' || all.findIndex((o) => o.type === 'radio' && o.name === e.name && o.form === e.form) === n);
    first.forEach((e, n) => e.setAttribute('data-walk', n));
    document.activeElement?.blur();
    window.scrollTo(0, 0);
    return first.length;
  });
  const reached = new Set();
  const hidden = [];
  for (let step = 0; step < expected * 2 + 20 && reached.size < expected; step++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const e = document.activeElement;
      const style = getComputedStyle(e);
      const box = e.getBoundingClientRect();
      const isSeen = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < window.innerHeight && (style.outlineStyle !== 'none' || style.boxShadow !== 'none');
      return { walk: e.getAttribute('data-walk'), isSeen, what: e.outerHTML.slice(0, 100) };
    });
    if (at.walk !== null && !reached.has(at.walk)) {
      reached.add(at.walk);
      if (!at.isSeen) hidden.push(at.what);
    }
  }
  const missed = await page.evaluate((seen) => [...document.querySelectorAll('[data-walk]')].filter((e) => !seen.includes(e.getAttribute('data-walk'))).map((e) => e.outerHTML.slice(0, 100)), [...reached]);
  return { reached: reached.size, missed, hidden };
}

// What every page is measured by: accessibility (axe), weight, width.
import axe from 'axe-core';

/** Violations of WCAG 2.2 A and AA that axe calls serious or critical: [{id, impact, nodes}]. */
export async function seriousFaults(page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return violations.filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .map((v) => ({ id: v.id, impact: v.impact, nodes: v.nodes.slice(0, 3).map((n) => `${n.target} ${n.failureSummary?.split('\n')[1]?.trim() ?? ''}`) }));
}

/** Opens the page in a context without cache and adds up what comes over the wire: -> {bytes, files}. */
export async function weigh(context, url) {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const files = new Map();
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  session.on('Network.responseReceived', ({ requestId, response }) => files.set(requestId, { url: response.url, bytes: 0 }));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => { if (files.has(requestId)) files.get(requestId).bytes = encodedDataLength; });
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.close();
  const all = [...files.values()];
  return { bytes: all.reduce((sum, file) => sum + file.bytes, 0), files: all };
}

/** How far the page is wider than the window, px. */
export const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

// Debian's Chromium, started so that it talks to nobody but the page under test.
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

export const chromiumPath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
export const chromiumIsThere = existsSync(chromiumPath);

export function launch() {
  const root = process.getuid?.() === 0; // Chromium's sandbox refuses to run as root
  return chromium.launch({
    executablePath: chromiumPath,
    headless: true,
    args: [...(root ? ['--no-sandbox'] : []), '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

/**
 * Opens the URL and keeps what must not happen: console errors, script errors, failed requests, violations of the
 * content security policy, requests to hosts that are neither the service nor the node. `context`: one that is open already.
 */
export async function openPage(browser, url, { allowedOrigins, viewport = { width: 1280, height: 900 }, context: given, ...settings }) {
  const context = given ?? await browser.newContext({ viewport, ...settings });
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => { if (message.type() === 'error') complaints.push(`console: ${message.text()}`); });
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
  page.on('requestfailed', (request) => complaints.push(`request: ${request.url()} ${request.failure()?.errorText}`));
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && !allowedOrigins.includes(origin)) complaints.push(`foreign host: ${request.url()}`);
  });
  await page.exposeFunction('reportViolation', (text) => complaints.push(`content security policy: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (e) => window.reportViolation(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`));
  });
  const response = await page.goto(url, { waitUntil: 'networkidle' });
  return { page, response, complaints, close: () => context.close() };
}

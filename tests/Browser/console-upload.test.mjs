// A file of 500 rows with 7 faulty ones in the console: the 7 are shown by row and column, nothing is issued until they are mended, then 500
// are, and the page of the batch follows them to the chain without a reload. Screenshots go to artifacts/browser.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openDemo, repositoryRoot } from '../Interop/lib/demo.mjs';
import { chromiumIsThere, chromiumPath, launch, openPage } from './lib/chromium.mjs';
import { api } from './lib/issue.mjs';

const skip = !chromiumIsThere && `no Chromium at ${chromiumPath} (apt-get install chromium, or set CHROMIUM_PATH)`;
if (skip) console.log(`skipped: the console's upload in a browser (${skip})`);

const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 375, height: 812 };
const ANCHORED = { state: 'visible', timeout: 90_000 };
const HOSTILE = '<img src=x onerror="window.executed=1">';

describe('the upload of a file', { skip }, () => {
  let demo, browser;
  const artifacts = join(repositoryRoot, 'artifacts', 'browser');
  const shot = (page, name) => page.screenshot({ path: join(artifacts, `console-${name}.png`), fullPage: true });

  before(async () => {
    demo = await openDemo({ credentials: 1 });
    await mkdir(artifacts, { recursive: true });
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const origin = () => new URL(demo.summary.api_url).origin;
  const batches = async () => (await api(demo.summary, '/batches?limit=100')).data.length;
  const signedIn = async (options) => {
    const opened = await openPage(browser, `${origin()}/console/login?next=/console/upload`, { allowedOrigins: [origin()], ...options });
    await opened.page.locator('#key').fill(demo.summary.api_key);
    await opened.page.locator('form', { has: opened.page.locator('#key') }).getByRole('button').click();
    await opened.page.getByRole('heading', { name: 'Upload a file' }).waitFor();
    return opened;
  };
  const choose = async (page, text) => {
    await page.locator('#file').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await page.getByRole('button', { name: 'Check the file' }).click();
    await page.getByRole('heading', { name: 'Check the file' }).waitFor();
  };
  const faults = (page) => page.locator('table.faults tbody tr').evaluateAll((rows) => rows.map((row) => [...row.cells].slice(0, 2).map((cell) => cell.textContent.trim()).join(' ')));
  const fits = async (page) => assert.ok(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth) <= 0, 'too wide');

  /** 500 rows; seven of them faulty, by index of the row. */
  const file = (run) => {
    const rows = Array.from({ length: 500 }, (_, i) => [`Person ${i}`, `p${i}@students.example`, 'Machine Learning', 'Twelve weeks.', 'A project.', '2026-04-23', `${run}-${i}`]);
    rows[1][1] = 'nobody';
    rows[8][0] = '';
    rows[97][5] = '31/12/2026';
    rows[98][2] = '';
    rows[250][6] = 'two words';
    rows[498][6] = `${run}-5`;
    rows[499][1] = HOSTILE;
    return `\uFEFF${['Nombre', 'Correo electrónico', 'Curso', 'Descripción', 'Criterios', 'Fecha de emisión', 'Referencia'].join(';')}\r\n${rows.map((row) => row.join(';')).join('\r\n')}\r\n`;
  };
  const expected = ['3 B: Correo electrónico', '10 A: Nombre', '99 F: Fecha de emisión', '100 C: Curso', '252 G: Referencia', '500 G: Referencia', '501 B: Correo electrónico'];
  const mended = (run) => ['p1@students.example', 'Person 8', '2026-12-31', 'Machine Learning', `${run}-250`, `${run}-498`, 'p499@students.example'];

  for (const [name, options] of [['with scripts', { viewport: DESKTOP }], ['without scripts, on a phone', { viewport: PHONE, javaScriptEnabled: false }]]) {
    it(`shows 7 faults of 500 rows, issues nothing until they are mended, then issues 500: ${name}`, async () => {
      const run = options.viewport === PHONE ? 'phone' : 'wide';
      const [key, before] = [`${run}${Date.now()}`, await batches()];
      const { page, complaints, close } = await signedIn(options);
      await fits(page);
      await shot(page, `upload-${run}`);
      await choose(page, file(key));
      assert.deepEqual(await faults(page), expected);
      assert.equal(await page.getByText('7 cells are not right').count(), 1);
      assert.equal(await page.getByRole('button', { name: /^Issue/ }).count(), 0);
      await fits(page);
      await shot(page, `faults-${run}`);

      const cells = page.locator('table.faults input');
      for (const [i, value] of mended(key).slice(0, 6).entries()) await cells.nth(i).fill(value);
      await page.getByRole('button', { name: 'Check again' }).click();
      await page.getByText('1 cell is not right').waitFor();
      assert.deepEqual(await faults(page), expected.slice(6));
      assert.equal(await batches(), before);

      await page.locator('table.faults input').fill(mended(key)[6]);
      await page.locator('table.faults input').press('Enter');
      await page.getByText('500 credentials can be issued').waitFor();
      assert.equal(await batches(), before);
      await fits(page);
      await shot(page, `ready-${run}`);

      await page.getByRole('button', { name: 'Issue 500 credentials' }).click();
      await page.waitForURL(/\/console\/batches\/bat_/);
      assert.equal(await batches(), before + 1);
      if (options.javaScriptEnabled !== false) {
        await page.evaluate(() => { window.stillHere = true; });
        await page.locator('[data-refresh="over"]').waitFor(ANCHORED);
        assert.equal(await page.evaluate(() => window.stillHere), true, 'the page was reloaded');
        assert.match(await page.locator('[data-refresh-told]').textContent(), /Anchored/);
        assert.equal(await page.evaluate(() => window.executed), undefined);
      }
      await fits(page);
      await shot(page, `batch-${run}`);

      const id = page.url().split('/').at(-1);
      const batch = await api(demo.summary, `/batches/${id}`);
      assert.equal(batch.credentials.length, 500);
      assert.equal(batch.credentials.find((credential) => credential.external_id === `${key}-498`)?.claim_state, 'pending');
      if (options.viewport === DESKTOP) {
        const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /list of recipients/ }).click()]);
        assert.equal(download.suggestedFilename(), `recipients-${id}.csv`);
      }
      // A form that is refused answers 422, which the console of a browser calls an error.
      assert.deepEqual(complaints.filter((text) => !text.includes('422') && !text.includes('recipients.csv')), []);
      await close();
    });
  }
});

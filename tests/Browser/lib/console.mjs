// Signing in to a demo's console as a person does.
export const consoleUrl = (summary, path = '') => `${new URL(summary.api_url).origin}/console${path}`;

async function signIn(page, summary, field, secret) {
  await page.goto(consoleUrl(summary, '/login'));
  await page.locator(`input[name="${field}"]`).fill(secret);
  await page.locator(`form:has(input[name="${field}"]) button[type="submit"]`).click();
  await page.waitForURL((url) => !url.pathname.endsWith('/login'));
}

export const asTenant = (page, summary, key = summary.api_key) => signIn(page, summary, 'key', key);

export const asOperator = (page, summary) => signIn(page, summary, 'token', summary.operator_token);

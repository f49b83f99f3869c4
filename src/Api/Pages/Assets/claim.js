// Claims a credential by the secret in the page's fragment, which no server sees; copies and prints. What it says stands in the page.
const PREFIX = '#claim=';
const byId = (id) => document.getElementById(id);
const say = (id, text) => { byId(id).textContent = text; };

// Out of the address bar and the history before anything else: who is shown the page must not read it there.
const secret = location.hash.startsWith(PREFIX) ? location.hash.slice(PREFIX.length) : null;
if (secret !== null) history.replaceState(null, '', location.pathname);

const section = byId('claim');
// Whether a try got no answer: it may have claimed all the same.
let unanswered = false;

const claim = async (button) => {
  const { dataset } = section;
  button.disabled = true;
  say('claim-status', dataset.claiming);
  try {
    const response = await fetch('/v1/claims', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token: secret }),
    });
    const answer = await response.json();
    if (response.ok) {
      const page = new URL(answer.verify_url).pathname;
      if (page === location.pathname) {
        history.replaceState(null, '', `${page}#recipient`);
        location.reload();
      } else {
        location.replace(`${page}#recipient`);
      }
      return;
    }
    say('claim-status', unanswered && response.status === 409 ? dataset.lost : dataset[answer.error.code] ?? dataset.other);
    // What waiting or another try cannot mend needs no button.
    if ([404, 409, 410].includes(response.status)) section.hidden = true;
  } catch {
    unanswered = true;
    say('claim-status', dataset.unreached);
  }
  button.disabled = false;
};

if (section && secret) {
  section.hidden = false;
  const code = byId('claim-code');
  if (code) code.hidden = true;
  byId('claim-button').addEventListener('click', (event) => claim(event.currentTarget));
  byId('claim-title').focus();
}

if (navigator.clipboard) {
  for (const button of document.querySelectorAll('[data-copies]')) {
    const { copies, tells, done, refused } = button.dataset;
    button.hidden = false;
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(byId(copies).value);
        say(tells, done);
      } catch {
        byId(copies).select();
        say(tells, refused);
      }
    });
  }
}

const print = byId('print');
if (print) {
  print.hidden = false;
  print.addEventListener('click', () => window.print());
}

// Claims a credential by the secret in the page's fragment, which no server sees; copies and prints. What it says stands in the page.
const PREFIX = '#claim=';
const byId = (id) => document.getElementById(id);
const say = (id, text) => { byId(id).textContent = text; };

// Out of the address bar and the history before anything else: who is shown the page must not read it there.
const secret = location.hash.startsWith(PREFIX) ? location.hash.slice(PREFIX.length) : null;
if (secret !== null) history.replaceState(null, '', location.pathname);

// Whether a try got no answer: it may have claimed all the same.
let unanswered = false;

const claim = async (button) => {
  const section = byId('claim');
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

const offerClaim = () => {
  const section = byId('claim');
  if (!section || !secret) return;
  section.hidden = false;
  const code = byId('claim-code');
  if (code) code.hidden = true;
  byId('claim-button').addEventListener('click', (event) => claim(event.currentTarget));
};

const offerCopies = () => {
  if (!navigator.clipboard) return;
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
};

const offerPrint = () => {
  const button = byId('print');
  if (!button) return;
  button.hidden = false;
  button.addEventListener('click', () => window.print());
};

const offerSharing = () => {
  offerCopies();
  offerPrint();
};

offerClaim();
offerSharing();
if (secret) byId('claim-title')?.focus();
// The checks put the anchored page in the place of the pending one; what concerns the claim stays.
document.addEventListener('content-replaced', offerSharing);

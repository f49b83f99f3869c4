// Claims a credential by the secret in the page's fragment, which no server sees, and copies the verify link.
'use strict';
(() => {
  const PREFIX = '#claim=';
  const byId = (id) => document.getElementById(id);
  const say = (id, text) => { byId(id).textContent = text; };

  // Out of the address bar and the history before anything else: who is shown the page must not read it there.
  const secret = location.hash.startsWith(PREFIX) ? location.hash.slice(PREFIX.length) : null;
  if (secret !== null) history.replaceState(null, '', location.pathname);

  // Whether a try got no answer: it may have claimed all the same.
  let unanswered = false;

  const claim = async (button) => {
    button.disabled = true;
    say('claim-status', 'Claiming …');
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
      say('claim-status', unanswered && response.status === 409
        ? 'This credential is claimed already, most likely by your own first try, whose answer was lost on the way. It stays valid; ask the issuer if you need its document.'
        : answer.error.message);
      // What waiting or another try cannot mend needs no button.
      if ([404, 409, 410].includes(response.status)) byId('claim').hidden = true;
    } catch {
      unanswered = true;
      say('claim-status', 'The claim did not reach the service. Check the connection and try again.');
    }
    button.disabled = false;
  };

  const section = byId('claim');
  if (section && secret) {
    section.hidden = false;
    const code = byId('claim-code');
    if (code) code.hidden = true;
    byId('claim-button').addEventListener('click', (event) => claim(event.currentTarget));
    byId('claim-title').focus();
  }

  const copy = byId('copy-link');
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(byId('verify-link').value);
        say('copy-status', 'Copied.');
      } catch {
        byId('verify-link').select();
        say('copy-status', 'Your browser did not allow it: the link is selected, copy it with the keyboard.');
      }
    });
  }
})();

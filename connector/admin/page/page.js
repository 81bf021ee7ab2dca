// The overview: asks /api/status and /api/log every few seconds and shows what they say.

import {ask, pause, shown} from './ask.js';
import {byId, setText} from './fill.js';
import {expectWritesAt, refreshLog} from './log.js';
import {showHealth, showStatus} from './status.js';
import {clock} from './times.js';

const kRefresh = 5000;

async function refreshStatus() {
  const status = await ask('api/status');
  showStatus(status);
  expectWritesAt(status.endpoints[0]?.tenantUrls[0] ?? '');
}

async function refresh() {
  try {
    // Side by side: a directory that is slow to answer does not hold up the log.
    await Promise.all([refreshStatus(), refreshLog()]);
    setText(byId('updated'), `updated ${clock(new Date())}`);
    document.body.classList.remove('stale');
  } catch (error) {
    // fetch() says TypeError and nothing more when there is no connection.
    if (error instanceof TypeError) {
      showHealth('trouble', 'The connector does not answer', 'Is it running? What stands below is from before.', []);
    } else {
      showHealth('trouble', 'The connector reports an error', error.message, []);
    }
    document.body.classList.add('stale');
  }
}

byId('endpoints').addEventListener('click', async (event) => {
  const button = event.target.closest('[data-action="copy"]');
  if (!button) return;
  await navigator.clipboard.writeText(button.parentElement.querySelector('code').textContent);
  setText(button, 'Copied');
  await pause(1500);
  setText(button, 'Copy');
});

for (;;) {
  await shown();
  await refresh();
  await pause(kRefresh);
}

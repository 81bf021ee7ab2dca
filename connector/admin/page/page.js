// The page of scim2ldap: asks /api/status and /api/log every few seconds and shows what they say. Every value goes
// into the document as text, never as markup. Nodes that are there stay there, so that an open row, a selection and
// the focus outlive a refresh.

const kRefresh = 5000;
const kTimeout = 30000;
const kRowsKept = 1000; // above: the oldest are dropped while the reader is at the top
const kDay = 86400e3;
const kExpiresSoon = 14 * kDay;

const byId = (id) => document.getElementById(id);
const plural = (count, one, many) => `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

// ---- Filling templates

function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function stamp(template) {
  return byId(template).content.firstElementChild.cloneNode(true);
}

function field(node, name) {
  return node.dataset.field === name ? node : node.querySelector(`[data-field="${name}"]`);
}

function fill(node, values) {
  for (const [name, value] of Object.entries(values)) setText(field(node, name), value);
}

// Brings the children of a list in line with the items: the ones there are filled anew, others made or removed.
function fillList(list, template, items, keyOf, fillItem) {
  const there = new Map([...list.children].map((node) => [node.dataset.key, node]));
  items.forEach((item, index) => {
    const key = keyOf(item);
    const node = there.get(key) ?? stamp(template);
    there.delete(key);
    node.dataset.key = key;
    fillItem(node, item);
    if (list.children[index] !== node) list.insertBefore(node, list.children[index] ?? null);
  });
  for (const node of there.values()) node.remove();
}

function setChip(node, text, tone) {
  setText(node, text);
  node.dataset.tone = tone;
}

// ---- Times

const two = (number) => String(number).padStart(2, '0');

function clock(date) {
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

function day(date) {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function relative(date, now) {
  const seconds = Math.round((date - now) / 1000);
  const ago = Math.abs(seconds);
  if (ago < 10) return 'just now';
  const [unit, size] = ago < 60 ? ['second', 1] : ago < 3600 ? ['minute', 60] : ago < 86400 ? ['hour', 3600] : ['day', 86400];
  return new Intl.RelativeTimeFormat('en', {numeric: 'always'}).format(Math.trunc(seconds / size), unit);
}

// A moment with a date of its own, or a word for "none".
function fillTime(node, text, now, otherwise) {
  const date = text && new Date(text);
  setText(node, date ? relative(date, now) : otherwise);
  node.title = date ? `${day(date)} ${clock(date)}` : '';
  node.dateTime = text ?? '';
}

function took(milliseconds) {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}

// ---- State

function notesOn(status, now) {
  const notes = [];
  for (const directory of status.directories)
    if (!directory.ready) notes.push({trouble: true, text: `Directory ${directory.name}: ${directory.complaint}`});
  for (const {name, oauth} of status.endpoints) {
    const valid = status.tokens.filter((token) => token.endpoint === name && token.state === 'valid');
    if (valid.length === 0 && !oauth) {
      notes.push({text: `Endpoint ${name} has no valid token, so nobody can sign in to it. ` +
          `Make one: scim2ldap token create NAME --endpoint ${name}`});
    }
    for (const token of valid) {
      if (token.expires && new Date(token.expires) - now < kExpiresSoon)
        notes.push({text: `Token ${token.name} of endpoint ${name} expires ${relative(new Date(token.expires), now)}`});
    }
  }
  return notes;
}

function showHealth(tone, headline, summary, notes) {
  const health = byId('health');
  health.className = `health ${tone}`;
  fill(health, {headline, summary});
  fillList(byId('notes'), 'note', notes, (note) => note, (node, note) => setText(node, note));
  document.title = tone === 'well' ? 'scim2ldap' : `${headline} – scim2ldap`;
}

function countOf(status, type) {
  return status.endpoints.reduce((sum, endpoint) => sum + (endpoint.resources[type] ?? 0), 0);
}

function fillEndpoint(node, endpoint) {
  const users = endpoint.resources.User ?? 0;
  const groups = endpoint.resources.Group ?? 0;
  fill(node, {
    name: endpoint.name,
    directory: endpoint.directory,
    mapping: endpoint.mapping,
    users: users.toLocaleString('en'),
    usersWord: users === 1 ? 'user' : 'users',
    groups: groups.toLocaleString('en'),
    groupsWord: groups === 1 ? 'group' : 'groups',
  });
  setChip(field(node, 'dialect'), endpoint.dialect === 'entra' ? 'Entra dialect' : 'RFC dialect', 'plain');
  fillList(node.querySelector('[data-list="urls"]'), 'url', endpoint.tenantUrls, (url) => url, (item, url) => {
    fill(item, {url});
    // Browsers give pages the clipboard on loopback and over TLS only.
    item.querySelector('[data-action="copy"]').hidden = !navigator.clipboard;
  });
}

function fillDirectory(node, directory) {
  fill(node, {name: directory.name, uris: directory.uris.join(', '), base: directory.base});
  setChip(field(node, 'state'), directory.ready ? 'Answers' : 'Trouble', directory.ready ? 'good' : 'bad');
}

const kTokenOrder = ['valid', 'expired', 'revoked'];
const kTokenTone = {valid: 'good', expired: 'bad', revoked: 'plain'};

function fillToken(node, token, now) {
  fill(node, {name: token.name, endpoint: token.endpoint, scopes: token.scopes});
  setChip(field(node, 'state'), token.state, kTokenTone[token.state]);
  fillTime(field(node, 'lastUsed'), token.lastUsed, now, 'never');
  fillTime(field(node, 'expires'), token.expires, now, 'never');
  node.classList.toggle('past', token.state !== 'valid');
}

function showStatus(status) {
  const now = new Date(status.time);
  const notes = notesOn(status, now);
  const trouble = notes.some((note) => note.trouble);
  const headline = trouble ? 'Writes are held up' : notes.length > 0 ? 'Something wants your attention' : 'All is well';
  const sentences = [
    ...(trouble ? [] : [`${plural(status.directories.length, 'directory answers', 'directories answer')}, nothing waits to be settled`]),
    `${plural(countOf(status, 'User'), 'user', 'users')} and ${plural(countOf(status, 'Group'), 'group', 'groups')} under SCIM`,
    `started ${relative(new Date(status.started), now)}`,
  ];
  showHealth(trouble ? 'trouble' : notes.length > 0 ? 'attention' : 'well', headline, sentences.join(' · '),
      notes.map((note) => note.text));
  setText(byId('version'), status.version);

  fillList(byId('endpoints'), 'endpoint', status.endpoints, (endpoint) => endpoint.name, fillEndpoint);
  fillList(byId('directories'), 'directory', status.directories, (directory) => directory.name, fillDirectory);
  const tokens = [...status.tokens].sort((a, b) => kTokenOrder.indexOf(a.state) - kTokenOrder.indexOf(b.state));
  fillList(byId('tokens'), 'token', tokens, (token) => `${token.endpoint}/${token.name}/${token.created}`,
      (node, token) => fillToken(node, token, now));
  byId('token-table').hidden = tokens.length === 0;
  byId('no-tokens').hidden = tokens.length > 0;
  tenantUrl = status.endpoints[0]?.tenantUrls[0] ?? '';
}

// ---- Log

let tenantUrl = '';
let newest = null; // number of the newest row that was looked at; null: nothing is shown yet
let next = null;   // where "Older" goes on; null: there is nothing older

const filter = () => ({text: byId('text').value.trim(), failed: byId('failed').checked});

function statusTone(status) {
  return status < 400 ? 'good' : status < 500 ? 'warn' : 'bad';
}

function makeRow(row) {
  const node = stamp('row');
  const date = new Date(row.time);
  node.dataset.key = String(row.number);
  fill(node, {
    time: `${day(date)} ${clock(date)}`,
    principal: row.principal || '–',
    method: row.method,
    type: row.type,
    name: row.name || row.id || '–',
    why: row.detail,
    took: took(row.milliseconds),
    detail: row.detail,
    requestId: row.requestId,
    endpoint: row.endpoint,
    id: row.id || '–',
  });
  field(node, 'time').dateTime = row.time;
  field(node, 'principal').title = row.principal;
  field(node, 'name').title = row.name;
  setChip(field(node, 'status'), String(row.status), statusTone(row.status));
  field(node, 'detail').hidden = row.detail === '';
  node.querySelector('details').addEventListener('toggle', (event) => opened(node, event.target.open));
  node.querySelector('details').open = location.hash === `#${row.number}`;
  return node;
}

// The plan of a row may be large: it is asked for when the row is opened. The row's number stands in the address,
// so that reloading the page, or a colleague with the link, finds it open.
async function opened(node, isOpen) {
  const {key} = node.dataset;
  if (isOpen) {
    showAddress(`#${key}`);
  } else if (location.hash === `#${key}`) {
    showAddress('');
  }
  const ldif = field(node, 'ldif');
  if (!isOpen || ldif.dataset.read) return;
  ldif.dataset.read = 'yes';
  try {
    const {rows} = await ask(`api/log?limit=1&before=${Number(key) + 1}`);
    setText(ldif, rows[0].ldif || 'None.');
  } catch (error) {
    delete ldif.dataset.read; // the next opening tries again
    setText(ldif, `Could not be read: ${error.message}`);
  }
}

function showAddress(hash) {
  const {text, failed} = filter();
  const query = String(new URLSearchParams({...(text && {text}), ...(failed && {failed: 'true'})}));
  history.replaceState(null, '', location.pathname + (query && `?${query}`) + hash);
}

// Runs a change of the rows without moving what is being read: the open row, or else the first row on the screen.
function holdingStill(change) {
  const log = byId('rows');
  const visible = (node) => {
    const {top, bottom} = node.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };
  const open = [...log.querySelectorAll('details[open]')].map((details) => details.parentElement);
  const scrolledIn = log.getBoundingClientRect().top < 0;
  const anchor = open.find(visible) ?? (scrolledIn ? [...log.children].find(visible) : null);
  const before = anchor?.getBoundingClientRect().top;
  change();
  if (anchor) scrollBy({top: anchor.getBoundingClientRect().top - before, behavior: 'instant'});
  return !anchor;
}

function showLogState() {
  const rows = byId('rows').children.length;
  const {text, failed} = filter();
  byId('columns').hidden = rows === 0;
  byId('no-rows').hidden = rows > 0;
  byId('older').hidden = next === null;
  if (text || failed) {
    setText(byId('no-rows'), next === null ? 'No write matches.' : 'None of the newest writes matches. Older ones may.');
  } else if (tenantUrl) {
    setText(byId('no-rows'), `Nothing was written yet. Point Entra at ${tenantUrl}`);
  }
}

let visit = 0; // a new filter makes answers to the old one void

async function readLog(more) {
  const {text, failed} = filter();
  const mine = visit;
  const page = await ask(`api/log?${new URLSearchParams({ldif: 'false', text, failed, ...more})}`);
  return mine === visit ? page : null;
}

async function readNewest() {
  const from = newest;
  const page = await readLog(from === null ? {} : {after: from});
  if (!page || newest !== from) return; // another call was faster
  const list = byId('rows');
  // More new rows than one answer holds: what is shown is not joined to them, so it makes room.
  const restart = from === null || page.next !== null;
  if (restart) next = page.next;
  newest = page.newest;
  const atTop = holdingStill(() => {
    if (restart) list.replaceChildren();
    list.prepend(...page.rows.map(makeRow));
  });
  if (atTop && list.children.length > kRowsKept) {
    while (list.children.length > kRowsKept) list.lastElementChild.remove();
    next = Number(list.lastElementChild.dataset.key);
  }
  showLogState();
}

async function readOlder() {
  const from = next;
  const page = await readLog({before: from});
  if (!page || next !== from) return;
  next = page.next;
  byId('rows').append(...page.rows.map(makeRow));
  showLogState();
}

// ---- Asking

async function ask(path) {
  const answer = await fetch(path, {signal: AbortSignal.timeout(kTimeout)});
  if (!answer.ok) throw new Error((await answer.text()).trim() || `status ${answer.status}`);
  return answer.json();
}

async function refresh() {
  try {
    // Side by side: a directory that is slow to answer does not hold up the log.
    await Promise.all([ask('api/status').then(showStatus), readNewest()]);
    showLogState();
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

async function filterAnew() {
  ++visit;
  newest = null;
  showAddress(location.hash);
  await readNewest().catch(() => {}); // the next refresh tells
}

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

// Nobody looks at a hidden page; the reader who comes back does not wait for the next turn.
const shown = () => new Promise((done) => {
  if (!document.hidden) return done();
  document.addEventListener('visibilitychange', () => done(), {once: true});
});

const address = new URLSearchParams(location.search);
byId('text').value = address.get('text') ?? '';
byId('failed').checked = address.get('failed') === 'true';

let typing = 0;
byId('text').addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(filterAnew, 200);
});
byId('failed').addEventListener('change', filterAnew);
byId('filter').addEventListener('submit', (event) => event.preventDefault());
byId('older').addEventListener('click', () => readOlder().catch(() => {}));
byId('endpoints').addEventListener('click', async (event) => {
  const button = event.target.closest('[data-action="copy"]');
  if (!button) return;
  await navigator.clipboard.writeText(field(button.parentElement, 'url').textContent);
  setText(button, 'Copied');
  await pause(1500);
  setText(button, 'Copy');
});

for (;;) {
  await shown();
  await refresh();
  await pause(kRefresh);
}

// The writes, newest first, as /api/log tells them.

import {ask} from './ask.js';
import {byId, field, fill, setChip, setText, stamp} from './fill.js';
import {clock, day, took} from './times.js';

const kRowsKept = 1000; // above: the oldest are dropped while the reader is at the top

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

export async function refreshLog() {
  await readNewest();
  showLogState();
}

// The address that Entra is to be pointed at as long as nothing was written.
export function expectWritesAt(url) {
  tenantUrl = url;
  showLogState();
}

async function filterAnew() {
  ++visit;
  newest = null;
  showAddress(location.hash);
  await readNewest().catch(() => {}); // the next refresh tells
}

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

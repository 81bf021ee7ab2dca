// Users and groups of an endpoint, a page at a time, as /api/resources tells them. The address keeps what is shown.

import {ask, pause, shown} from './ask.js';
import {byId, field, fill, fillList, setChip, setText} from './fill.js';
import {clock, day, fillTime} from './times.js';

const kRefresh = 10000;

const kOrigins = {
  scim: 'Made by the client',
  adopted: 'Was in the directory already when the client first changed it',
  linked: 'Was in the directory already; an administrator linked it to an id of the client',
  local: 'Stands in the directory alone: SCIM has nothing to do with it',
};

let after = ''; // id of the last one on the page before
let next = null;
let visit = 0;  // a new choice makes answers to the old one void

const choice = () => ({endpoint: byId('endpoint').value, type: byId('type').value, search: byId('search').value.trim(), after});

function roleWords({rawRole, role}) {
  return rawRole && rawRole !== role ? `${rawRole} → ${role || 'none'}` : role || '–';
}

function fallbackWords(fallback, now) {
  if (!fallback) return '–';
  if (fallback.state === 'inside') return 'in it';
  const until = fallback.until && new Date(fallback.until);
  if (!until || until <= now) return 'waiting, due now';
  return `waiting until ${day(until) === day(now) ? '' : `${day(until)} `}${clock(until)}`;
}

function nameWords(row, hasNames) {
  if (!row.found) return hasNames ? 'not in the directory' : '–';
  return row.name || row.dn;
}

// What is said of users alone, or of groups alone.
function showColumns(node, type) {
  for (const cell of node.querySelectorAll('[data-type]')) cell.hidden = cell.dataset.type !== type;
}

function fillResource(node, row, {type, hasNames, now}) {
  fill(node, {
    name: nameWords(row, hasNames),
    externalId: row.externalId ?? '–',
    role: roleWords(row),
    fallback: fallbackWords(row.fallback, now),
    id: row.id,
  });
  field(node, 'name').title = row.dn;
  field(node, 'disabled').hidden = row.active !== false;
  setChip(field(node, 'origin'), row.origin, row.origin === 'scim' ? 'good' : 'plain');
  field(node, 'origin').title = kOrigins[row.origin];
  setChip(field(node, 'synced'), row.externalId ? 'synced' : 'not synced', row.externalId ? 'good' : 'plain');
  fillTime(field(node, 'modified'), row.modified, now, '–');
  showColumns(node, type);
}

function showAddress() {
  const {endpoint, type, search} = choice();
  const query = new URLSearchParams({endpoint, type, ...(search && {search}), ...(after && {after})});
  history.replaceState(null, '', `${location.pathname}?${query}`);
}

function showPage({rows, next: following, note, hasNames, time}) {
  const {type, search} = choice();
  next = following;
  showColumns(document, type);
  fillList(byId('resources'), 'resource', rows, (row) => `${type}/${row.id}`,
      (node, row) => fillResource(node, row, {type, hasNames, now: new Date(time)}));
  byId('resource-table').hidden = rows.length === 0;
  byId('no-resources').hidden = rows.length > 0;
  const kind = type === 'User' ? 'user' : 'group';
  setText(byId('no-resources'), search ? `No ${kind} matches.` : after ? `There is no further ${kind}.` : `SCIM keeps no ${kind} yet.`);
  setText(byId('note'), note);
  byId('note').hidden = note === '';
  byId('first').hidden = after === '';
  byId('next').hidden = next === null;
}

function showTrouble(headline, summary) {
  const trouble = byId('trouble');
  fill(trouble, {headline, summary});
  trouble.hidden = headline === '';
  document.body.classList.toggle('stale', headline !== '');
}

async function read() {
  const mine = visit;
  const page = await ask(`api/resources?${new URLSearchParams(choice())}`);
  if (mine !== visit) return;
  showPage(page);
  setText(byId('updated'), `updated ${clock(new Date())}`);
}

async function refresh() {
  try {
    if (byId('endpoint').options.length === 0) await readEndpoints();
    await read();
    showTrouble('', '');
  } catch (error) {
    // fetch() says TypeError and nothing more when there is no connection.
    const isAway = error instanceof TypeError;
    showTrouble(isAway ? 'The connector does not answer' : 'The connector reports an error', isAway ? 'Is it running?' : error.message);
  }
}

async function readEndpoints() {
  const names = (await ask('api/status')).endpoints.map((endpoint) => endpoint.name);
  const select = byId('endpoint');
  fillList(select, 'choice', names, (name) => name, (node, name) => setText(node, name));
  const wanted = address.get('endpoint');
  if (names.includes(wanted)) select.value = wanted;
  select.hidden = names.length < 2;
}

async function show(from) {
  ++visit;
  after = from;
  showAddress();
  await refresh();
}

const address = new URLSearchParams(location.search);
byId('type').value = address.get('type') === 'Group' ? 'Group' : 'User';
byId('search').value = address.get('search') ?? '';
after = address.get('after') ?? '';

let typing = 0;
byId('search').addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(() => show(''), 250);
});
for (const id of ['endpoint', 'type']) byId(id).addEventListener('change', () => show(''));
byId('filter').addEventListener('submit', (event) => event.preventDefault());
byId('first').addEventListener('click', () => show(''));
byId('next').addEventListener('click', async () => {
  await show(next);
  byId('title').scrollIntoView();
});

for (;;) {
  await shown();
  await refresh();
  await pause(kRefresh);
}

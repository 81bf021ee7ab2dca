// What /api/status tells: health, endpoints, directories, tokens.

import {confirmCommand, showEndpoints} from './endpoints.js';
import {byId, field, fill, fillList, plural, setChip, setText} from './fill.js';
import {fillTime, relative} from './times.js';

const kDay = 86400e3;
const kExpiresSoon = 14 * kDay;

function notesOn(status, now) {
  const notes = [];
  for (const directory of status.directories)
    if (!directory.ready) notes.push({trouble: true, text: `Directory ${directory.name}: ${directory.complaint}`});
  for (const {name, oauth, leavingGuard, mappingFaults} of status.endpoints) {
    for (const fault of mappingFaults)
      notes.push({misfit: true, text: `Endpoint ${name}: its mapping cannot work on its directory: ${fault}`});
    if (leavingGuard?.held) {
      notes.push({held: true, text: `Endpoint ${name}: too many users were disabled or deleted within the hour, so no more are. ` +
          `If that is right: ${confirmCommand(name)}`});
    }
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

export function showHealth(tone, headline, summary, notes) {
  const health = byId('health');
  health.className = `health ${tone}`;
  fill(health, {headline, summary});
  fillList(byId('notes'), 'note', notes, (note) => note, (node, note) => setText(node, note));
  document.title = tone === 'well' ? 'scim2ldap' : `${headline} – scim2ldap`;
}

function countOf(status, type) {
  return status.endpoints.reduce((sum, endpoint) => sum + (endpoint.resources[type] ?? 0), 0);
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

export function showStatus(status) {
  const now = new Date(status.time);
  const notes = notesOn(status, now);
  const trouble = notes.some((note) => note.trouble);
  const held = notes.some((note) => note.held);
  const misfit = notes.some((note) => note.misfit);
  const headline = trouble ? 'Writes are held up' : misfit ? 'A mapping does not fit' : held ? 'Leavers are held up' :
      notes.length > 0 ? 'Something wants your attention' : 'All is well';
  const sentences = [
    ...(trouble ? [] : [`${plural(status.directories.length, 'directory answers', 'directories answer')}, nothing waits to be settled`]),
    `${plural(countOf(status, 'User'), 'user', 'users')} and ${plural(countOf(status, 'Group'), 'group', 'groups')} under SCIM`,
    `started ${relative(new Date(status.started), now)}`,
  ];
  showHealth(trouble || misfit || held ? 'trouble' : notes.length > 0 ? 'attention' : 'well', headline, sentences.join(' · '),
      notes.map((note) => note.text));
  setText(byId('version'), status.version);

  showEndpoints(status.endpoints);
  fillList(byId('directories'), 'directory', status.directories, (directory) => directory.name, fillDirectory);
  const tokens = [...status.tokens].sort((a, b) => kTokenOrder.indexOf(a.state) - kTokenOrder.indexOf(b.state));
  fillList(byId('tokens'), 'token', tokens, (token) => `${token.endpoint}/${token.name}/${token.created}`,
      (node, token) => fillToken(node, token, now));
  byId('token-table').hidden = tokens.length === 0;
  byId('no-tokens').hidden = tokens.length > 0;
}

// The cards of the endpoints: how each is reached, what it keeps, and what its policies are up to.

import {byId, field, fill, fillList, plural, setChip} from './fill.js';
import {clock} from './times.js';

// Browsers give pages the clipboard on loopback and over TLS only.
const canCopy = Boolean(navigator.clipboard);

export const confirmCommand = (name) => `scim2ldap state confirm-leaving --endpoint ${name}`;

function guardWords({left, limit, confirmedUntil}) {
  const count = left.toLocaleString('en');
  const words = limit === null ? `${count} left within the hour; the limit is not known yet` :
      `${count} of at most ${limit.toLocaleString('en')} left within the hour`;
  return confirmedUntil ? `${words} · any number may until ${clock(new Date(confirmedUntil))}` : words;
}

const kGroups = {off: 'off: each call is refused', empty: 'off: lists are empty'};

// What there is to say of an endpoint, [name, text] each. Policies that change nothing are left out.
function factsOn(endpoint) {
  const facts = [['Directory', endpoint.directory], ['Mapping', endpoint.mapping]];
  const verbs = Object.entries(endpoint.verbs);
  if (endpoint.groups !== 'on') facts.push(['Groups', kGroups[endpoint.groups]]);
  if (verbs.length > 0) facts.push(['Verbs', verbs.map(([verb, policy]) => `${verb}: ${policy}`).join(', ')]);
  if (endpoint.roles) facts.push(['Roles', 'on']);
  if (endpoint.fallbackGroup !== null) facts.push(['Fallback group', endpoint.fallbackGroup]);
  if (endpoint.leavingGuard) facts.push(['Leaving guard', guardWords(endpoint.leavingGuard)]);
  return facts;
}

function fillCount(node, endpoint, type, one, many) {
  const count = endpoint.resources[type] ?? 0;
  const link = node.querySelector(`[data-type="${type}"]`);
  fill(link, {count: count.toLocaleString('en'), word: count === 1 ? one : many});
  link.href = `resources?${new URLSearchParams({endpoint: endpoint.name, type})}`;
}

function fillHeld(node, endpoint) {
  const held = node.querySelector('[data-part="held"]');
  const isHeld = endpoint.leavingGuard?.held ?? false;
  if (isHeld) {
    const {left, limit} = endpoint.leavingGuard;
    fill(held, {
      reason: `${plural(left, 'user was', 'users were')} disabled or deleted within the hour; the limit is ` +
          `${limit.toLocaleString('en')}. Further ones stay as they are until you confirm that this is right:`,
      command: confirmCommand(endpoint.name),
    });
  }
  held.querySelector('[data-action="copy"]').hidden = !canCopy;
  held.hidden = !isHeld;
}

function fillEndpoint(node, endpoint) {
  fill(node, {name: endpoint.name});
  fillCount(node, endpoint, 'User', 'user', 'users');
  fillCount(node, endpoint, 'Group', 'group', 'groups');
  field(node, 'off').hidden = endpoint.enabled;
  setChip(field(node, 'dialect'), endpoint.dialect === 'entra' ? 'Entra dialect' : 'RFC dialect', 'plain');
  fillHeld(node, endpoint);
  fillList(node.querySelector('[data-list="facts"]'), 'fact', factsOn(endpoint), ([name]) => name,
      (item, [name, text]) => fill(item, {name, text}));
  fillList(node.querySelector('[data-list="urls"]'), 'url', endpoint.tenantUrls, (url) => url, (item, url) => {
    fill(item, {url});
    item.querySelector('[data-action="copy"]').hidden = !canCopy;
  });
}

export function showEndpoints(endpoints) {
  fillList(byId('endpoints'), 'endpoint', endpoints, (endpoint) => endpoint.name, fillEndpoint);
}

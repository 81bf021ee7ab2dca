// Values go into the document as text, never as markup. Nodes that are there stay there, so that an open row, a selection
// and the focus outlive a refresh.

export const byId = (id) => document.getElementById(id);
export const plural = (count, one, many) => `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function stamp(template) {
  return byId(template).content.firstElementChild.cloneNode(true);
}

export function field(node, name) {
  return node.dataset.field === name ? node : node.querySelector(`[data-field="${name}"]`);
}

export function fill(node, values) {
  for (const [name, value] of Object.entries(values)) setText(field(node, name), value);
}

// Brings the children of a list in line with the items: the ones there are filled anew, others made or removed.
export function fillList(list, template, items, keyOf, fillItem) {
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

export function setChip(node, text, tone) {
  setText(node, text);
  node.dataset.tone = tone;
}

// Times and durations as people read them.

import {setText} from './fill.js';

const two = (number) => String(number).padStart(2, '0');

export function clock(date) {
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

export function day(date) {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export function relative(date, now) {
  const seconds = Math.round((date - now) / 1000);
  const ago = Math.abs(seconds);
  if (ago < 10) return 'just now';
  const [unit, size] = ago < 60 ? ['second', 1] : ago < 3600 ? ['minute', 60] : ago < 86400 ? ['hour', 3600] : ['day', 86400];
  return new Intl.RelativeTimeFormat('en', {numeric: 'always'}).format(Math.trunc(seconds / size), unit);
}

// A moment with a date of its own, or a word for "none".
export function fillTime(node, text, now, otherwise) {
  const date = text && new Date(text);
  setText(node, date ? relative(date, now) : otherwise);
  node.title = date ? `${day(date)} ${clock(date)}` : '';
  node.dateTime = text ?? '';
}

export function took(milliseconds) {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}

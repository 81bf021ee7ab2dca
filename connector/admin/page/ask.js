// Asking the connector, and when.

const kTimeout = 30000;

export async function ask(path) {
  const answer = await fetch(path, {signal: AbortSignal.timeout(kTimeout)});
  if (!answer.ok) throw new Error((await answer.text()).trim() || `status ${answer.status}`);
  return answer.json();
}

export const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

// Nobody looks at a hidden page; the reader who comes back does not wait for the next turn.
export const shown = () => new Promise((done) => {
  if (!document.hidden) return done();
  document.addEventListener('visibilitychange', () => done(), {once: true});
});

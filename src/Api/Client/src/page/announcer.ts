import { element } from './dom.js';

/** A line for screen readers that stands outside of all that is replaced: one that comes into the page with its text already in it is not read out. */
export function announcer(): (text: string) => void {
  const line = element('p', { class: 'visually-hidden', role: 'status' });
  document.body.append(line);
  return (text) => { line.textContent = text; };
}

import { html, type Markup } from '../lib/html.ts';
import type { RunDocument } from './run-document.ts';

/** A figure with what it is held against; `met` undefined where it is held against nothing. */
export function card(title: string, value: string, note: string, met: boolean | undefined): Markup {
  const mark = met === undefined ? '' : met ? 'yes' : 'no';
  return html`<div class="card ${mark}"><h3>${title}</h3><p class="value">${value}</p><p class="note">${note}</p>${mark === '' ? undefined : html`<p class="mark">${mark === 'yes' ? 'met' : 'no'}</p>`}</div>`;
}

/** What the checkers looked at all the while, and whether it held. */
export function invariantsCard({ violations }: RunDocument): Markup {
  const isHeld = violations.length === 0;
  const what = 'one side reachable · every write accounted for · none after fencing';
  return card('Invariants', isHeld ? 'all held' : `${violations.length} broken`, what, isHeld);
}

import { formatCount, formatSeconds } from '../lib/duration-text.ts';
import { html, type Markup } from '../lib/html.ts';
import { card, invariantsCard } from './card.ts';
import { hasTraffic, interruptionsOf } from './interruptions.ts';
import { answerOf, type RunDocument, type RunOutcome } from './run-document.ts';

/** What became of a change, in a line. */
export function changeHeadline(document: RunDocument): string {
  const { title, system, outcome, measured } = document;
  const lost = measured.lostWrites === 0 ? 'no write was lost' : `${formatCount(measured.lostWrites)} writes were lost`;
  return `${system}: ${title} · ${WORDS[outcome]}, ${lost}`;
}

const WORDS: Readonly<Record<RunOutcome, string>> = {
  done: 'done',
  recovered: 'done',
  rolledBack: 'taken back, everything is as it was',
  failed: 'failed where it stands',
  aborted: 'not done',
  waiting: 'waits for a person',
};

/** Seconds from the first step to the last. */
export function tookSeconds({ steps }: Pick<RunDocument, 'steps'>): number {
  const starts = steps.map((step) => step.startSeconds);
  const ends = steps.map((step) => step.endSeconds);
  return steps.length === 0 ? 0 : Math.max(...ends) - Math.min(...starts);
}

/** The answer and the cards of a change: what it came to, how long it took against what was said, what clients noticed. */
export function changeVerdicts(document: RunDocument): Markup {
  const { measured, outcome, expectedSeconds } = document;
  const [word = '', ...rest] = WORDS[outcome].split(', ');
  const cards = [
    card('Outcome', word, rest.join(', ') || document.runbook, outcome === 'done'),
    card(
      'Took',
      formatSeconds(tookSeconds(document)),
      expectedSeconds === undefined
        ? 'nothing was said beforehand'
        : `said beforehand: ${formatSeconds(expectedSeconds.p50)}, at most about ${formatSeconds(expectedSeconds.p99)}`,
      undefined,
    ),
    card(
      'Availability',
      hasTraffic(document.traffic) ? `${(measured.availability * 100).toFixed(3)} %` : 'no client',
      missedText(document),
      undefined,
    ),
    card(
      'Writes lost',
      formatCount(measured.lostWrites),
      `of ${formatCount(measured.acknowledgedWrites)} acknowledged`,
      measured.lostWrites === 0,
    ),
    invariantsCard(document),
  ];
  const answer = {
    yes: html`<p class="answer yes">The change is made, and nothing was lost.</p>`,
    no: html`<p class="answer no">Not made: see the cards marked “no”.</p>`,
    unknown: html`<p class="answer no">Unknown: it is made by what is shown, and that is not all that this rests on.</p>`,
  }[answerOf(document)];
  return html`${answer}<div class="cards">${cards}</div>`;
}

function missedText({ traffic }: RunDocument): string {
  if (!hasTraffic(traffic)) return 'nobody was at work';
  const { longestSeconds, impairedSeconds } = interruptionsOf(traffic);
  if (longestSeconds > 0) return `longest time without a write: ${formatSeconds(longestSeconds)}`;
  return `some writes failed in ${formatSeconds(impairedSeconds)}`;
}

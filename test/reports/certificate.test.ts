import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runbook } from '../../runbooks/retire-system.ts';
import { scenario as idle } from '../../runbooks/scenarios/idle.ts';
import { certificateOf } from '../../src/reports/certificate.ts';
import { certificatePage } from '../../src/reports/certificate-page.ts';
import type { ChainedEvent } from '../../src/runner/journal/events.ts';
import { ordersToRetire, type RetirementGround } from '../support/retirement.ts';

let ground: RetirementGround;
let events: readonly ChainedEvent[];
beforeAll(async () => {
  ground = await ordersToRetire();
  ({ events } = await ground.rehearse({ runbook, scenario: idle }));
});
afterAll(() => ground.remove());

test('a certificate has the form that is published, and rests on the head of the journal', () => {
  const certificate = certificateOf(events);
  const validate = new Ajv2020({ strict: false }).compile(
    JSON.parse(readFileSync('docs/reference/certificate.schema.json', 'utf8')) as object,
  );
  expect(validate(certificate) ? [] : validate.errors).toEqual([]);
  expect(certificate.journal).toEqual({ headHash: events.at(-1)?.hash, events: events.length });
});

test('whatever held data is destroyed, with the key that it was encrypted with; nothing is said of media', () => {
  const { destroyed, pending } = certificateOf(events);
  const stores = ground.subject.inventory?.stores ?? [];
  expect(stores.filter(({ id, region }) => !destroyed.some((one) => one.id === id && one.region === region))).toEqual(
    [],
  );
  const erased = destroyed.filter(({ technique }) => technique === 'cryptographic erase');
  expect(erased.map(({ what, category }) => `${what} ${category}`).sort()).toEqual([
    'database purge',
    'database purge',
    'table purge',
    'table purge',
    'vault purge',
    'vault purge',
  ]);
  for (const { keyArn } of erased) expect(destroyed.some(({ id, what }) => what === 'key' && id === keyArn)).toBe(true);
  expect(pending).toEqual([]);
});

test('before the clocks have run out the same journal tells of dated deletions, and erases nothing yet', () => {
  const clocks = events.findIndex(({ event }) => event.type === 'step-started' && event.step === 'clocks');
  const { destroyed, pending, outcome } = certificateOf(events.slice(0, clocks));
  expect(outcome).toBe('running');
  expect(pending.map(({ what }) => what).sort()).toEqual(['key', 'key', 'secret']);
  expect(pending.every(({ dueAt }) => dueAt.startsWith('2026-02-02'))).toBe(true);
  expect(destroyed.filter(({ category }) => category === 'purge')).toEqual([]);
});

test('what survives is the final backup with its vault, its key and its role, as long as the hold says', () => {
  const { survivors, proofs, left } = certificateOf(events);
  expect(survivors.map(({ what }) => what)).toEqual(['recovery point', 'vault', 'role', 'key']);
  expect(survivors[0]?.untilAt?.slice(0, 10)).toBe('2037-01-01');
  expect(survivors[0]?.why).toContain('legal hold tax-2026 until 2036-12-31');
  expect(proofs.map(({ id }) => id)).toEqual([survivors[0]?.id]);
  expect(left.every(({ what }) => what === 'log group')).toBe(true);
});

test('two identities are on it, and the page escapes what people typed', () => {
  const certificate = certificateOf(events);
  const agreed = certificate.approvals.filter(({ step }) => step === 'no-return');
  expect(new Set(agreed.map(({ by }) => by)).size).toBe(2);
  const typed = { step: 'x', by: '<b>ann</b>', authenticated: false, at: certificate.asOf };
  const page = certificatePage({ ...certificate, approvals: [typed] });
  expect(page).not.toContain('<b>ann</b>');
  expect(page).toContain(certificate.journal.headHash);
  expect(page).not.toMatch(/<script|src=|@import/);
});

test('a person whose grant came to nothing, since the question expired before the second, did not agree', () => {
  const at = events.findIndex(({ event }) => event.type === 'asked' && event.step === 'no-return');
  const asked = events[at];
  if (asked?.event.type !== 'asked') throw new Error('broken invariant: two persons are asked');
  const { planHash } = asked.event;
  const answer = { step: 'no-return', about: 'approval', planHash, by: 'ann', authenticated: false } as const;
  const before = [
    asked.event,
    { type: 'granted', ...answer } as const,
    { type: 'expired', step: 'no-return' } as const,
  ];
  const inserted = before.map((event) => ({ ...asked, atMs: asked.atMs - 1, event }));
  const { approvals } = certificateOf([...events.slice(0, at), ...inserted, ...events.slice(at)]);
  expect(approvals).toEqual(certificateOf(events).approvals);
});

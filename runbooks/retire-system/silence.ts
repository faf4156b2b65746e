import {
  declared,
  FLAG_SEEN_IN_DNS,
  inSequence,
  isFlagOn,
  readsUse,
  readUse,
  type Seen,
  type SiteTopology,
  type Step,
  type StepIo,
  setFlag,
  sitesAnswered,
  takes,
  uses,
} from 'evenkeel/runbook';
import { DAY_SECONDS, LOOKS_BACK_SECONDS, type RetirementInput } from './input.ts';

/** A person says that its users know. */
const ANSWER_WITHIN_SECONDS = 7 * DAY_SECONDS;

/** How often is looked for whoever still needs it; each look goes back as far. */
const WATCHED_EVERY_SECONDS = 6 * 3600;

/** Its users are told and given time; then it answers nobody, and whoever still needs it is heard. */
export function silence(input: RetirementInput): Step[] {
  const fences = inSequence(input.topology.sites, (site, after) => [fence(input, site, after)], ['unused']);
  return [notice(input), unused(input), ...fences, screamTest(input, fences.at(-1)?.key ?? 'unused')];
}

function notice({ topology, owner, retirement, decisionSeconds }: RetirementInput): Step {
  const { host } = topology;
  const forSeconds = retirement.noticeDays * DAY_SECONDS;
  return {
    key: 'notice',
    title: `${owner} has told the users of ${host} that it ends; ${retirement.noticeDays} days in which nothing happens`,
    after: [],
    operations: [],
    expected: takes(declared('decision', decisionSeconds), declared('retirement.notice', forSeconds)),
    timeoutSeconds: forSeconds + DAY_SECONDS,
    approval: {
      question: `Do the users of ${host} know that it ends?`,
      shows: [
        { what: 'days of notice', value: String(retirement.noticeDays), mark: 'the system file' },
        { what: 'days in which it answers nobody', value: String(retirement.screamTestDays), mark: 'the system file' },
      ],
      expiresSeconds: ANSWER_WITHIN_SECONDS,
      onExpiry: 'undo',
    },
    hold: { forSeconds, everySeconds: DAY_SECONDS },
    undo: { none: 'nothing has happened but a wait' },
    onFailure: 'undo',
  };
}

function unused(input: RetirementInput): Step {
  return {
    key: 'unused',
    title: `Nobody asked for ${input.topology.host} on the last day of the notice`,
    after: ['notice'],
    operations: readsUse(input.topology.sites),
    expected: takes('cloudwatch.visible'),
    timeoutSeconds: 600,
    confirm: { everySeconds: 60, until: async (io) => noUse(io, input, LOOKS_BACK_SECONDS) },
    undo: { none: 'it only observes' },
    onFailure: 'undo',
  };
}

/** Nobody uses it: what is seen once cannot be unseen. */
async function noUse(io: StepIo, input: RetirementInput, lastSeconds: number): Promise<Seen> {
  const { requests = 0, queries = 0 } = await readUse(io, input.topology, io.nowMs() - lastSeconds * 1000);
  const detail = `${requests} requests and ${queries} DNS queries in ${Math.round(lastSeconds / 3600)} h`;
  return requests + queries === 0 ? { holds: true, detail } : { holds: false, detail, ruledOut: true };
}

function fence({ topology, claims }: RetirementInput, site: SiteTopology, after: readonly string[]): Step {
  const { region } = site;
  const claimed = claims.includes(site.site);
  return {
    key: `fence-${site.site}`,
    title: `${site.site} claims no more: DNS does not answer it`,
    after,
    operations: [...uses(region, 'dynamodb.GetItem', 'dynamodb.PutItem'), ...uses('global', 'dns.Query')],
    expected: takes(...FLAG_SEEN_IN_DNS),
    timeoutSeconds: 600,
    check: async (io) => {
      const isOn = await isFlagOn(io, site, 'claim');
      return { holds: !isOn, detail: `claim is ${isOn ? 'on' : 'off'}` };
    },
    act: setFlag(site, 'claim', false),
    confirm: {
      everySeconds: 10,
      until: async (io) => {
        const { sites, answersElse } = await sitesAnswered(io, topology.host, [site]);
        const others = answersElse ? ', another address is' : '';
        return {
          holds: sites.length === 0,
          detail: `${site.site} is ${sites.length === 0 ? 'not ' : ''}answered${others}`,
        };
      },
    },
    undo: claimed ? { act: setFlag(site, 'claim', true) } : { none: 'it claimed nothing before' },
    onFailure: 'undo',
  };
}

function screamTest(input: RetirementInput, after: string): Step {
  const { topology, retirement } = input;
  const { host } = topology;
  const forSeconds = retirement.screamTestDays * DAY_SECONDS;
  return {
    key: 'scream-test',
    title: `${host} answers nobody for ${retirement.screamTestDays} days, and nobody misses it`,
    after: [after],
    operations: [...readsUse(input.topology.sites), ...uses('global', 'dns.Query')],
    expected: takes(declared('retirement.screamTest', forSeconds)),
    timeoutSeconds: forSeconds + DAY_SECONDS,
    hold: {
      forSeconds,
      everySeconds: WATCHED_EVERY_SECONDS,
      watch: (io, sinceMs) => noUse(io, input, (io.nowMs() - sinceMs) / 1000),
    },
    undo: { none: 'the fences are lifted by their own steps' },
    onFailure: 'undo',
  };
}

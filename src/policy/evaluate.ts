import { isAwsType } from '../graph/canonical-type.ts';
import type { Graph } from '../graph/graph.ts';
import type { GraphNode } from '../graph/node.ts';
import { answersOf } from './answers.ts';
import { type Finding, findingOf, notApplicable } from './finding.ts';
import { Resource } from './resource.ts';
import type { Check, Context, ParameterValue, Rule, ValuesOf } from './rule.ts';
import { scopeOf } from './scope.ts';
import { attempt, Undecided } from './undecided.ts';
import { isAgainst, VERDICTS, type Verdict, type VerdictRow } from './verdict.ts';

export interface Evaluation {
  /** By control, stack and URN. */
  readonly rows: readonly VerdictRow[];
  /** Rows of resources that a rule judged, by themselves or with all others. */
  readonly examined: number;
  /** Resources of providers that were given. */
  readonly resources: number;
  /** Types that no rule judges or reads, with the number of their resources. */
  readonly unsupportedTypes: Readonly<Record<string, number>>;
}

export interface EvaluateOptions {
  readonly graph: Graph;
  readonly rules: readonly Rule[];
  /** Whether the graph is one of resources that are there, or of a preview. */
  readonly phase: 'deployed' | 'preview';
  /** The instant of judgement. */
  readonly nowMs: number;
  /** Milliseconds after which a rule is stopped. */
  readonly limitMs?: number;
  /** False where one stack of perhaps several is given. */
  readonly isWhole?: boolean;
  /** Other values than the rules' own, by control and parameter. */
  readonly parameters?: Readonly<Record<string, Readonly<Record<string, ParameterValue>>>>;
  /** Every rule there is, where `rules` are some of them: what none of them knows is unsupported. */
  readonly known?: readonly Rule[];
}

/** Asks every rule about every resource that it judges. A rule that throws changes its own verdict on that resource and no other. */
export function evaluate(options: EvaluateOptions): Evaluation {
  const { graph, rules, known = rules } = options;
  const session = sessionOf(options);
  const inOrder = rules.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const resources = graph.nodes.filter(isOfProvider);
  const supported = new Set(known.flatMap((rule) => [...rule.types, ...(rule.reads ?? [])]));
  const unsupported = resources.filter(({ type }) => !supported.has(type)).map(({ type }) => type);
  return {
    rows: inOrder.flatMap((rule) => rowsOf(rule, session)),
    examined: rules.flatMap(({ types }) => types.flatMap((type) => graph.byType(type).filter(isJudged))).length,
    resources: resources.length,
    unsupportedTypes: countsOf(unsupported),
  };
}

/** What all rules of an evaluation share. */
interface Session extends EvaluateOptions {
  readonly stacks: readonly string[];
  /** Of a stack; of the estate where no stack is named. */
  contextOf(stack: string): Context;
  /** Orders by stack and URN, the whole before its parts. */
  rankOf(place: Place): number;
}

function sessionOf(options: EvaluateOptions): Session {
  const { graph, nowMs, isWhole = true } = options;
  const estate = scopeOf(undefined, graph, isWhole);
  const stacks = [...new Set(graph.nodes.map(({ stack }) => stack))].sort();
  const contexts = new Map(stacks.map((name) => [name, { estate, stack: scopeOf(name, graph, isWhole), nowMs }]));
  const places: readonly Place[] = [{}, ...stacks.map((stack) => ({ stack })), ...graph.nodes];
  const keys = places.map(keyOf).sort();
  const ranks = new Map(keys.map((key, index) => [key, index]));
  const nodeRanks = new Map(graph.nodes.map((node) => [node, ranks.get(keyOf(node)) ?? 0]));
  return {
    ...options,
    stacks,
    contextOf: (stack) => contexts.get(stack) ?? { estate, stack: estate, nowMs },
    rankOf: (place) => nodeRanks.get(place as GraphNode) ?? ranks.get(keyOf(place)) ?? 0,
  };
}

/** A resource, a stack, or the estate. */
type Place = Partial<Pick<GraphNode, 'stack' | 'urn' | 'name' | 'at'>>;

function keyOf({ stack = '', urn = '' }: Place): string {
  return `${stack}\u0000${urn}`;
}

function rowsOf(rule: Rule, session: Session): VerdictRow[] {
  const { graph, phase } = session;
  const { checkEstate, checkStack, types, reads = [] } = rule;
  const parameters = valuesOf(rule, session.parameters?.[rule.id]);
  const found: (readonly [place: Place, finding: Settled])[] = [];
  const places: Place[] = [];
  const questions: (() => Settled)[] = [];
  const ask = (place: Place, question: () => Finding) => {
    places.push(place);
    questions.push(() => settled(rule, phase, question));
  };
  if (checkEstate !== undefined) {
    const context = session.contextOf('');
    ask({}, () => checkEstate(context.estate, parameters, context));
  }
  if (checkStack !== undefined) {
    for (const name of session.stacks) {
      const context = session.contextOf(name);
      ask({ stack: name }, () => checkStack(context.stack, parameters, context));
    }
  }
  for (const type of types) {
    const check = typeof rule.check === 'object' ? rule.check[type] : rule.check;
    for (const node of graph.byType(type)) {
      if (!isOfProvider(node)) continue;
      if (node.external) found.push([node, READ_ONLY]);
      else if (check === undefined) found.push([node, JUDGED_AS_A_WHOLE]);
      else ask(node, () => guarded(rule, Resource.of(node), parameters, session.contextOf(node.stack), check));
    }
  }
  for (const type of reads) {
    if (!types.includes(type)) found.push(...graph.byType(type).map((node) => [node, READ_FOR_OTHERS] as const));
  }
  for (const [index, finding] of answersOf(questions, failed, session.limitMs).entries())
    found.push([places[index] ?? {}, finding]);
  return found
    .sort(([a], [b]) => session.rankOf(a) - session.rankOf(b))
    .map(([place, finding]) => rowOf(rule, finding, place));
}

/** Asks whether the rule means the resource, and then what it says. */
function guarded(
  rule: Rule,
  resource: Resource,
  parameters: ValuesOf<Rule['parameters']>,
  context: Context,
  check: Check,
): Finding {
  const applies = attempt(() => rule.appliesTo?.(resource, parameters, context) ?? true);
  if ('value' in applies && applies.value !== true) return notApplicable(applies.value);
  const finding = check(resource, parameters, context);
  const isGoodAnyway = 'value' in applies || finding.verdict === 'pass' || finding.verdict === 'not-applicable';
  return isGoodAnyway ? finding : findingOf(applies.undecided);
}

const READ_ONLY = notApplicable('is read by this stack and managed elsewhere');
const JUDGED_AS_A_WHOLE = notApplicable('is judged with all others, in the row of the whole');
const READ_FOR_OTHERS = notApplicable('is read to judge others, and not judged by itself');

type Settled =
  | Finding
  | { readonly verdict: 'error' | 'pending'; readonly message: string; readonly property?: string };

function failed(how: string): Settled {
  return { verdict: 'error', message: `the rule ${how}` };
}

/** The finding of a rule, whatever happens in it. */
function settled(rule: Rule, phase: EvaluateOptions['phase'], ask: () => Finding): Settled {
  let finding: Finding;
  try {
    finding = ask();
    if (!(VERDICTS as readonly unknown[]).includes(finding?.verdict)) throw new Error('it answered nothing');
  } catch (error) {
    if (!(error instanceof Undecided)) {
      return failed(`failed: ${error instanceof Error ? error.message : String(error)}`);
    }
    finding = findingOf(error);
  }
  const waits = phase === 'preview' && rule.decidedAt !== 'preview';
  if (finding.verdict !== 'unknown' || finding.comesLater !== true || !waits) return finding;
  const { message, property } = finding;
  return { verdict: 'pending', message, ...(property !== undefined && { property }) };
}

function rowOf(rule: Rule, finding: Settled, place: Place): VerdictRow {
  const { verdict } = finding;
  const property = 'property' in finding ? finding.property : undefined;
  const message = 'message' in finding ? messageOf(verdict, place.name, finding.message) : undefined;
  // keys in their order: the document is written with sorted keys
  return {
    ...(place.at !== undefined && { at: place.at }),
    control: rule.id,
    ...(message !== undefined && { message }),
    ...(property !== undefined && { property }),
    severity: rule.severity,
    ...(place.stack !== undefined && { stack: place.stack }),
    ...(place.urn !== undefined && { urn: place.urn }),
    verdict,
  };
}

function messageOf(verdict: Verdict, name: string | undefined, message: string): string {
  const said = verdict === 'unknown' || verdict === 'pending' ? `cannot be decided: ${message}` : message;
  return [name, said].filter((part) => part !== undefined).join(' ');
}

/** A rule's parameters; one that it does not have is refused where the estate's settings are read. */
function valuesOf(rule: Rule, given: Readonly<Record<string, ParameterValue>> = {}): ValuesOf<Rule['parameters']> {
  const own = Object.entries(rule.parameters).map(([name, parameter]) => [name, given[name] ?? parameter.default]);
  return Object.fromEntries(own);
}

function isJudged(node: GraphNode): boolean {
  return isOfProvider(node) && !node.external;
}

/** What a provider made, as opposed to components, stacks, providers and references to stacks. */
function isOfProvider({ custom, type }: GraphNode): boolean {
  return custom && (isAwsType(type) || !type.startsWith('pulumi:'));
}

function countsOf(types: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const type of [...types].sort()) counts.set(type, (counts.get(type) ?? 0) + 1);
  return Object.fromEntries(counts);
}

/** True where every verdict is a good one, or excused, and something was examined: only then is the answer yes. */
export function isGood({ rows, examined }: Evaluation): boolean {
  return examined > 0 && !rows.some(isAgainst);
}

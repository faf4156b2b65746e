import { isAwsType } from '../graph/canonical-type.ts';
import type { Graph } from '../graph/graph.ts';
import type { GraphNode } from '../graph/node.ts';
import { answersOf, type Question } from './answers.ts';
import { type Finding, findingOf, notApplicable } from './finding.ts';
import { Resource } from './resource.ts';
import type { Check, Context, ParameterValue, Rule, Scope, ValuesOf } from './rule.ts';
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
  const { graph, rules, nowMs, isWhole = true } = options;
  const scopes = new Map<string, Scope>();
  const estate = scopeOf(undefined, graph, isWhole);
  const session: Session = {
    ...options,
    context: { estate, nowMs },
    stackOf(name) {
      const scope = scopes.get(name) ?? scopeOf(name, graph, isWhole);
      scopes.set(name, scope);
      return scope;
    },
  };
  const rows = rules.flatMap((rule) => rowsOf(rule, session));
  const resources = graph.nodes.filter(isOfProvider);
  const known = new Set((options.known ?? rules).flatMap((rule) => [...rule.types, ...(rule.reads ?? [])]));
  const unsupported = resources.filter(({ type }) => !known.has(type)).map(({ type }) => type);
  return {
    rows: inOrder(rows),
    examined: rules.flatMap(({ types }) => types.flatMap((type) => graph.byType(type).filter(isJudged))).length,
    resources: resources.length,
    unsupportedTypes: countsOf(unsupported),
  };
}

interface Session extends EvaluateOptions {
  readonly context: Omit<Context, 'stack'>;
  stackOf(name: string): Scope;
}

function rowsOf(rule: Rule, session: Session): VerdictRow[] {
  const { graph, phase, context } = session;
  const { checkEstate, checkStack, types, reads = [] } = rule;
  const parameters = valuesOf(rule, session.parameters?.[rule.id]);
  const questions: Question<Place, Finding>[] = [];
  if (checkEstate !== undefined)
    questions.push({ place: {}, ask: () => checkEstate(context.estate, parameters, context) });
  if (checkStack !== undefined) {
    for (const stack of stacksOf(graph))
      questions.push({ place: { stack }, ask: () => checkStack(session.stackOf(stack), parameters, context) });
  }
  for (const node of types.flatMap((type) => graph.byType(type)).filter(isOfProvider)) {
    const check = typeof rule.check === 'object' ? rule.check[node.type] : rule.check;
    if (node.external) questions.push({ place: node, ask: () => READ_ONLY });
    else if (check === undefined) questions.push({ place: node, ask: () => JUDGED_AS_A_WHOLE });
    else {
      const here = { ...context, stack: session.stackOf(node.stack) };
      questions.push({ place: node, ask: () => guarded(rule, new Resource(node), parameters, here, check) });
    }
  }
  const others = reads.filter((type) => !types.includes(type)).flatMap((type) => graph.byType(type));
  questions.push(...others.map((place) => ({ place, ask: () => READ_FOR_OTHERS })));
  const asked = questions.map(({ place, ask }) => ({ place, ask: () => settled(rule, phase, ask) }));
  return answersOf(asked, failed, session.limitMs).map((finding, index) => {
    return rowOf(rule, finding, questions[index]?.place ?? {});
  });
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

/** A resource, a stack, or the estate. */
type Place = Partial<Pick<GraphNode, 'stack' | 'urn' | 'name' | 'at'>>;

function rowOf(
  rule: Rule,
  finding: Settled,
  place: Partial<Pick<GraphNode, 'stack' | 'urn' | 'name' | 'at'>>,
): VerdictRow {
  const { verdict } = finding;
  const property = 'property' in finding ? finding.property : undefined;
  const message = 'message' in finding ? messageOf(verdict, place.name, finding.message) : undefined;
  return {
    control: rule.id,
    ...(place.stack !== undefined && { stack: place.stack }),
    ...(place.urn !== undefined && { urn: place.urn }),
    verdict,
    severity: rule.severity,
    ...(message !== undefined && { message }),
    ...(property !== undefined && { property }),
    ...(place.at !== undefined && { at: place.at }),
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

function stacksOf(graph: Graph): readonly string[] {
  return [...new Set(graph.nodes.map(({ stack }) => stack))].sort();
}

function countsOf(types: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const type of [...types].sort()) counts.set(type, (counts.get(type) ?? 0) + 1);
  return Object.fromEntries(counts);
}

/** By control, stack and URN. */
function inOrder(rows: readonly VerdictRow[]): readonly VerdictRow[] {
  const keyed = rows.map((row) => ({ row, key: `${row.control}\u0000${row.stack ?? ''}\u0000${row.urn ?? ''}` }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ row }) => row);
}

/** True where every verdict is a good one, or excused, and something was examined: only then is the answer yes. */
export function isGood({ rows, examined }: Evaluation): boolean {
  return examined > 0 && !rows.some(isAgainst);
}

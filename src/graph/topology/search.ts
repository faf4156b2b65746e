import { EvenkeelError, type Problem } from '../../lib/errors.ts';
import type { BoundPart, Environment, Site } from '../../system/system.ts';
import type { Graph } from '../graph.ts';
import type { GraphNode } from '../node.ts';
import type { Bound } from '../topology.ts';
import type { Wanted } from '../topology-of.ts';
import { bindingText, describe, listed } from './candidates.ts';

/** One part that a resource of a site plays, and the resources that could. */
export interface Choice {
  readonly part: BoundPart;
  readonly type: string;
  /** What is looked for, e.g. `the fleet behind web-lb`. */
  readonly what: string;
  /** Those that the edges lead to. */
  readonly fits: readonly GraphNode[];
  /** What else of the type there is, for the message. Default: all of the site's region. */
  readonly others?: readonly GraphNode[];
  /** What to do where there is nothing to bind. */
  readonly next: string;
}

/** Looks things up, takes what is bound, and keeps what it did not find. */
export class Search {
  readonly graph: Graph;
  readonly environment: Environment;
  readonly bound: Bound[] = [];
  /** URNs of what was found, which a proof rests on. */
  readonly found = new Set<string>();
  readonly #wanted: Wanted;
  readonly #problems: Problem[] = [];

  constructor(graph: Graph, wanted: Wanted) {
    this.graph = graph;
    this.environment = wanted.environment;
    this.#wanted = wanted;
  }

  /** The one resource that plays a part at a site: the bound one, else the only one that the edges lead to. */
  choose(site: Site, choice: Choice): GraphNode | undefined {
    const given = this.environment.bindings[site.name]?.[choice.part];
    if (given !== undefined) return this.rests(this.#boundTo(site, choice, given));
    const { fits } = choice;
    if (fits.length === 1) return this.rests(fits[0]);
    const others = choice.others ?? this.inRegion(choice.type, site);
    const candidates = fits.length > 0 ? fits : others;
    this.problem(site, {
      code: fits.length > 1 ? 'topology.ambiguous' : 'topology.incomplete',
      message: `${choice.what} ${fits.length > 1 ? 'is not the only one' : 'is not found in the checkpoints'}`,
      found: fits.length > 1 ? listed(fits) : others.length > 0 ? `none by edges; there is ${listed(others)}` : 'none',
      allowed: `one ${choice.type} in ${site.region}`,
      next: candidates.length > 0 ? this.#bind(site, choice.part, candidates, choice.next) : choice.next,
    });
    return undefined;
  }

  /** Notes that a proof rests on a resource. */
  rests(node: GraphNode | undefined): GraphNode | undefined {
    if (node !== undefined) this.found.add(node.urn);
    return node;
  }

  inRegion(type: string, site: Site): GraphNode[] {
    return this.graph.byType(type).filter((node) => node.region === site.region);
  }

  isBound(site: Site, part: BoundPart): boolean {
    return this.environment.bindings[site.name]?.[part] !== undefined;
  }

  /** Keeps a problem, told at the place of the site in the system file. */
  problem(site: Site | undefined, problem: Problem): void {
    const { system, environment, place } = this.#wanted;
    const index = site === undefined ? -1 : environment.sites.indexOf(site);
    const path = ['environments', environment.name, ...(index < 0 ? [] : ['sites', index])];
    const where = site === undefined ? '' : `, site ${site.name}`;
    this.#problems.push({
      ...problem,
      at: problem.at ?? place?.(path),
      message: `${system} ${environment.name}${where}: ${problem.message}`,
    });
  }

  /** A computed text of a resource; the resource itself not being there has been told already. */
  text(node: GraphNode | undefined, path: string, what: string): string {
    if (node === undefined) return '';
    return node.text(path) ?? this.missing(`${what} (${node.urn})`);
  }

  number(node: GraphNode | undefined, path: string, site: string): number {
    const value = node?.value(path);
    if (value?.known && typeof value.value === 'number') return value.value;
    if (node !== undefined) this.missing(`${path} of the fleet of site ${site}`);
    return 0;
  }

  /** The instances of a cluster by their ids, sorted. */
  members(cluster: GraphNode | undefined, site: string): string[] {
    if (cluster === undefined) return [];
    const instances = this.graph.byType('aws:rds/clusterInstance:ClusterInstance');
    const members = instances.filter((instance) => instance.to('clusterIdentifier') === cluster);
    if (members.length === 0) this.missing(`an instance of the cluster of site ${site}`);
    return members.map((member) => this.rests(member)?.id ?? '').sort();
  }

  otherAccount(found: string): void {
    const { environment, place } = this.#wanted;
    this.problem(undefined, {
      code: 'topology.account',
      at: place?.(['environments', environment.name, 'account']),
      message: 'the checkpoints are of another account',
      found,
      allowed: environment.account,
      next: 'give the checkpoints of this environment, name another with --env, or correct the account',
    });
  }

  missing(what: string): string {
    this.problem(undefined, {
      code: 'topology.incomplete',
      message: `${what} is not in the checkpoints`,
      next: 'bring all stacks of the environment up, and give the checkpoints of all of them',
    });
    return '';
  }

  refuse(): void {
    if (this.#problems.length > 0) throw new EvenkeelError(this.#problems);
  }

  #boundTo(site: Site, { part, type }: Choice, given: string): GraphNode | undefined {
    const named = [this.graph.byUrn(given), this.graph.byArn(given), ...this.graph.byId(given)].filter(
      (node): node is GraphNode => node !== undefined,
    );
    const fits = [...new Set(named)].filter((node) => node.type === type && node.region === site.region);
    const [only] = fits;
    if (only !== undefined && fits.length === 1) {
      this.bound.push({ site: site.name, part, urn: only.urn });
      return only;
    }
    const others = fits.length > 1 ? fits : this.inRegion(type, site);
    this.problem(site, {
      code: 'topology.binding',
      at: this.#wanted.place?.(['environments', this.environment.name, 'bindings', site.name, part]),
      message: `the binding of ${part} names ${fits.length > 1 ? 'more than one resource' : 'nothing that fits'}`,
      found: named.length > 0 && fits.length === 0 ? `${given}, which is ${named.map(describe).join('; ')}` : given,
      allowed: `URN, ARN or id of one ${type} in ${site.region}${others.length > 0 ? `: ${listed(others)}` : ''}`,
      next: others.length > 0 ? this.#bind(site, part, others, '') : 'give the checkpoint that holds it as well',
    });
    return undefined;
  }

  #bind(site: Site, part: BoundPart, candidates: readonly GraphNode[], otherwise: string): string {
    const text = bindingText(this.graph, { environment: this.environment.name, site: site.name, part }, candidates);
    return otherwise === '' ? text : `${text}\nor ${otherwise}`;
  }
}

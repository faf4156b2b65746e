import type { PropertyMap, PropertyValue } from '../../lib/property.ts';
import { structOf } from '../../lib/struct.ts';
import { parseUrn } from '../state/urn.ts';
import { protocol } from './protocol.ts';

/** A resource as policies see it: its inputs before it is made, its outputs at the end. */
export interface Subject {
  readonly urn: string;
  readonly type: string;
  readonly properties: PropertyMap;
  readonly parent: string | undefined;
  readonly protect: boolean;
  readonly ignoreChanges: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
  readonly customTimeouts: Readonly<Record<string, number>>;
  /** The provider resource that makes it. */
  readonly provider: { readonly urn: string; readonly type: string; readonly inputs: PropertyMap } | undefined;
}

/** A subject with the edges that only a stack's policies see. */
export interface StackSubject extends Subject {
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/** The request for one resource, before it is made. Aliases are not told: the engine resolves them first. */
export function analyzeRequest(subject: Subject): InstanceType<typeof protocol.AnalyzeRequest> {
  return fill(new protocol.AnalyzeRequest(), subject);
}

/** The request for a whole stack. */
export function stackRequest(subjects: readonly StackSubject[]): InstanceType<typeof protocol.AnalyzeStackRequest> {
  return new protocol.AnalyzeStackRequest().setResourcesList(
    subjects.map((subject) => {
      const resource = fill(new protocol.AnalyzerResource(), subject);
      resource.setParent(subject.parent ?? '').setDependenciesList([...subject.dependencies]);
      for (const [property, urns] of Object.entries(subject.propertyDependencies)) {
        const edges = new protocol.AnalyzerPropertyDependencies().setUrnsList([...urns]);
        if (urns.length > 0) resource.getPropertydependenciesMap().set(property, edges);
      }
      return resource;
    }),
  );
}

type Message = InstanceType<typeof protocol.AnalyzeRequest> | InstanceType<typeof protocol.AnalyzerResource>;

function fill<M extends Message>(message: M, subject: Subject): M {
  message.setUrn(subject.urn);
  message.setType(subject.type);
  message.setName(parseUrn(subject.urn).name);
  message.setProperties(structOf(told(subject.properties)));
  message.setOptions(optionsOf(subject));
  const { provider } = subject;
  if (provider !== undefined) {
    const resource = new protocol.AnalyzerProviderResource().setUrn(provider.urn).setType(provider.type);
    message.setProvider(resource.setName(parseUrn(provider.urn).name).setProperties(structOf(told(provider.inputs))));
  }
  return message;
}

function optionsOf(subject: Subject): InstanceType<typeof protocol.AnalyzerResourceOptions> {
  const { CustomTimeouts } = protocol.AnalyzerResourceOptions;
  const { create = 0, update = 0, delete: remove = 0 } = subject.customTimeouts;
  return new protocol.AnalyzerResourceOptions()
    .setProtect(subject.protect)
    .setIgnorechangesList([...subject.ignoreChanges])
    .setAdditionalsecretoutputsList([...subject.additionalSecretOutputs])
    .setParent(subject.parent ?? '')
    .setCustomtimeouts(new CustomTimeouts().setCreate(create).setUpdate(update).setDelete(remove));
}

/** Without what engine and provider keep for themselves (`__defaults`), as the CLI leaves it out. */
function told(properties: PropertyMap): PropertyMap {
  const entries = Object.entries(properties).filter(([key, value]) => !key.startsWith('__') && value !== undefined);
  return Object.fromEntries(entries.map(([key, value]) => [key, toldValue(value ?? null)]));
}

function toldValue(value: PropertyValue): PropertyValue {
  if (Array.isArray(value)) return value.map((item) => toldValue(item as PropertyValue));
  return typeof value === 'object' && value !== null ? told(value as PropertyMap) : value;
}

import type { ReadResourceRequest, RegisterResourceRequest } from '@pulumi/pulumi/proto/resource_pb.js';
import type { PropertyValue } from '../../lib/property.ts';
import { propertiesOf } from '../../lib/struct.ts';
import type { Alias, Goal, ReadGoal } from '../deployment/goal.ts';
import { goDurationSeconds } from './go-duration.ts';
import { plainOutput } from './plain-output.ts';
import { sourcePositionOf } from './source-position.ts';

/** A registration as it came over the wire, as a goal. `root` is the project's folder. */
export function goalOf(request: RegisterResourceRequest, root: string): Goal {
  return {
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    parent: request.getParent() || undefined,
    inputs: propertiesOf(request.getObject()),
    dependencies: sortedSet(request.getDependenciesList()),
    propertyDependencies: propertyDependenciesOf(request),
    provider: request.getProvider() || undefined,
    protect: request.getProtect() ?? false,
    ignoreChanges: request.getIgnorechangesList(),
    additionalSecretOutputs: [...new Set(request.getAdditionalsecretoutputsList())],
    aliases: request.getAliasesList().map(aliasOf),
    customTimeouts: timeoutsOf(request),
    ...replacementOf(request),
    ...deletionOf(request),
    hideDiffs: request.getHidediffsList(),
    importId: request.getImportid() || undefined,
    version: request.getVersion(),
    sourcePosition: sourcePositionOf(request.getSourceposition(), root),
    unsupported: unsupportedOf(request),
  };
}

export function readGoalOf(request: ReadResourceRequest, root: string): ReadGoal {
  return {
    type: request.getType(),
    name: request.getName(),
    id: request.getId(),
    parent: request.getParent() || undefined,
    inputs: propertiesOf(request.getProperties()),
    dependencies: sortedSet(request.getDependenciesList()),
    provider: request.getProvider() || undefined,
    additionalSecretOutputs: sortedSet(request.getAdditionalsecretoutputsList()),
    version: request.getVersion(),
    sourcePosition: sourcePositionOf(request.getSourceposition(), root),
  };
}

function replacementOf(request: RegisterResourceRequest) {
  const asked = request.getDeletebeforereplacedefined() || request.getDeletebeforereplace();
  const trigger = request.getReplacementTrigger()?.toJavaScript();
  return {
    deleteBeforeReplace: asked ? request.getDeletebeforereplace() : undefined,
    replaceOnChanges: request.getReplaceonchangesList(),
    replaceWith: sortedSet(request.getReplaceWithList()),
    replacementTrigger: trigger === undefined || trigger === null ? undefined : plainOutput(trigger as PropertyValue),
  };
}

function deletionOf(request: RegisterResourceRequest) {
  return {
    retainOnDelete: request.hasRetainondelete() ? request.getRetainondelete() : undefined,
    deletedWith: request.getDeletedwith() || undefined,
  };
}

/** Options that change what an update does and that this engine does not have, by their names in a program. */
function unsupportedOf(request: RegisterResourceRequest): string[] {
  const hooks = Object.values(request.getHooks()?.toObject() ?? {}).flat();
  const asked: Readonly<Record<string, boolean>> = {
    envVarMappings: request.getEnvvarmappingsMap().getLength() > 0,
    hooks: hooks.length > 0,
    'a packaged (remote) component': request.getRemote(),
    parameterization: request.getPackageref() !== '',
    stateMigrations: request.getStateMigrationsList().length > 0,
    transforms: request.getTransformsList().length > 0,
  };
  return Object.keys(asked).filter((option) => asked[option]);
}

function propertyDependenciesOf(request: RegisterResourceRequest): Record<string, readonly string[]> {
  const entries = [...request.getPropertydependenciesMap().entries()];
  const found = entries.map(([key, urns]) => [key, sortedSet(urns.getUrnsList())] as const);
  return Object.fromEntries(found.filter(([, urns]) => urns.length > 0).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function aliasOf(alias: ReturnType<RegisterResourceRequest['getAliasesList']>[number]): Alias {
  const spec = alias.getSpec();
  return {
    urn: alias.getUrn(),
    name: spec?.getName() ?? '',
    type: spec?.getType() ?? '',
    stack: spec?.getStack() ?? '',
    project: spec?.getProject() ?? '',
    parent: spec?.getParenturn() ?? '',
    noParent: spec?.getNoparent() ?? false,
  };
}

function timeoutsOf(request: RegisterResourceRequest): Record<string, number> {
  const timeouts = request.getCustomtimeouts();
  const texts = {
    create: timeouts?.getCreate() ?? '',
    update: timeouts?.getUpdate() ?? '',
    delete: timeouts?.getDelete() ?? '',
    read: timeouts?.getRead() ?? '',
  };
  const given = Object.entries(texts).filter(([, text]) => text !== '');
  return Object.fromEntries(given.map(([key, text]) => [key, goDurationSeconds(text)]));
}

function sortedSet(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}

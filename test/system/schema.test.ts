import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { DURATION, parseDuration, writeDuration } from '../../src/lib/duration.ts';
import { REGION_BLOCKS } from '../../src/system/regions.ts';
import { zonesOf } from '../../src/twin/services/ec2/zones.ts';
import { hostedZoneOf } from '../../src/twin/services/elbv2/hosted-zones.ts';
import schema from '../../stacks/systems/system.schema.json' with { type: 'json' };

interface Part {
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Part>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Part | boolean;
  readonly items?: Part;
}

/** A type of `system-file.ts` as the schema would say it: enough of it to be compared. */
type Shape = string | { readonly [member: string]: Shape };

test('the schema and the type of the file have the same members, optional in both or in neither, and the same values', () => {
  expect(shapeOfSchema(schema as Part)).toEqual(shapeOfType('SystemFile'));
});

test('every part of the schema says what is allowed, and no mapping takes a key that nothing reads', () => {
  const silent: string[] = [];
  const visit = (part: Part, path: string): void => {
    if (path !== '' && part.description === undefined) silent.push(path);
    if (part.type === 'object' && part.additionalProperties === undefined) silent.push(`${path} is open`);
    for (const [name, member] of Object.entries(part.properties ?? {})) visit(member, `${path}.${name}`);
    if (part.items) visit(part.items, `${path}[]`);
    if (typeof part.additionalProperties === 'object') visit(part.additionalProperties, `${path}.*`);
  };
  visit(schema as Part, '');
  expect(silent).toEqual([]);
});

test('the regions of the schema are those that have addresses, and the twin knows three zones and the balancers of each', () => {
  const site = schema.properties.environments.additionalProperties.properties.sites.items.properties;
  expect([...site.region.enum].sort()).toEqual(Object.keys(REGION_BLOCKS).sort());
  for (const region of site.region.enum) {
    expect(zonesOf(region).length).toBeGreaterThanOrEqual(3);
    expect(hostedZoneOf(region)).toMatch(/^Z/);
  }
  expect(new Set(Object.values(REGION_BLOCKS)).size).toBe(Object.keys(REGION_BLOCKS).length);
});

test('the durations of the schema are those that are read', () => {
  const { timeout } = schema.properties.service.properties.verify.properties;
  const { decision, objectives } = schema.properties.recovery.properties;
  const patterns = [timeout, decision, objectives.properties.recoveryTime, objectives.properties.loss].map(
    (part) => part.pattern,
  );
  expect(new Set([...patterns, schema.properties.backup.properties.objective.pattern])).toEqual(
    new Set([DURATION.source]),
  );
  expect(['90s', '15min', '24h', '35d'].map(parseDuration)).toEqual([90, 900, 86_400, 3_024_000]);
  expect([90, 900, 86_400, 3_024_000, 3601].map(writeDuration)).toEqual(['90s', '15min', '1d', '35d', '3601s']);
  expect(['', '0s', '15', '15m', '1.5h', ' 15s', '-1s', '15 min'].map(parseDuration)).toEqual(Array(8).fill(undefined));
});

function shapeOfSchema(part: Part): Shape {
  if (part.enum) return typeof part.enum[0] === 'number' || part.enum.length < 10 ? part.enum.join(' | ') : 'string';
  if (part.type === 'array') return `${String(shapeName(part.items ?? {}))}[]`;
  if (part.type !== 'object') return part.type === 'integer' ? 'number' : (part.type ?? 'unknown');
  if (typeof part.additionalProperties === 'object') return { '*': shapeOfSchema(part.additionalProperties) };
  return Object.fromEntries(
    Object.entries(part.properties ?? {}).map(([name, member]) => [
      part.required?.includes(name) ? name : `${name}?`,
      member.type === 'array' && member.items?.type === 'object'
        ? { '[]': shapeOfSchema(member.items) }
        : shapeOfSchema(member),
    ]),
  );
}

function shapeName(part: Part): Shape {
  const shape = shapeOfSchema(part);
  return typeof shape === 'string' ? shape : JSON.stringify(shape);
}

function shapeOfType(name: string): Shape {
  const path = 'src/system/system-file.ts';
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const declared = new Map<string, ts.InterfaceDeclaration>();
  for (const node of source.statements) if (ts.isInterfaceDeclaration(node)) declared.set(node.name.text, node);
  const ofNode = (node: ts.TypeNode): Shape => {
    const text = node.getText();
    const named = /^(?:readonly )?(\w+)(\[\])?$/.exec(text);
    const inner = declared.get(named?.[1] ?? '');
    if (inner) return named?.[2] ? { '[]': ofInterface(inner) } : ofInterface(inner);
    const record = declared.get(/^Readonly<Record<string, (\w+)>>$/.exec(text)?.[1] ?? '');
    if (record) return { '*': ofInterface(record) };
    return text.replace(/^readonly /, '').replaceAll("'", '');
  };
  const ofInterface = (node: ts.InterfaceDeclaration): Shape =>
    Object.fromEntries(
      node.members
        .filter(ts.isPropertySignature)
        .map((member) => [
          `${member.name.getText()}${member.questionToken ? '?' : ''}`,
          member.type ? ofNode(member.type) : 'unknown',
        ]),
    );
  const root = declared.get(name);
  if (!root) throw new Error(`no interface ${name} in ${path}`);
  return ofInterface(root);
}

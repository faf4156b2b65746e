import type { Shape, Structure } from './model/shape.ts';

/** The paths of required members that a decoded input lacks, such as `Tags.2.Key`. */
export function missingMembers(shape: Structure, input: Readonly<Record<string, unknown>>): string[] {
  const missing: string[] = [];
  collect(shape, input, '', missing);
  return missing;
}

function collect(shape: Shape, value: unknown, path: string, missing: string[]): void {
  switch (shape.kind) {
    case 'structure':
      for (const { name, traits, shape: target } of shape.members) {
        const item = (value as Record<string, unknown>)[name];
        if (item !== undefined) collect(target, item, `${path}${name}.`, missing);
        else if (traits.required) missing.push(path + name);
      }
      return;
    case 'list':
      for (const [index, item] of (value as unknown[]).entries()) {
        if (item !== null) collect(shape.item.shape, item, `${path}${index + 1}.`, missing);
      }
      return;
    case 'map':
      for (const [key, item] of Object.entries(value as object)) {
        collect(shape.value.shape, item, `${path}${key}.`, missing);
      }
      return;
    default:
  }
}

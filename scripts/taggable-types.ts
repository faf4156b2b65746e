import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalType } from '../src/graph/canonical-type.ts';

/**
 * Writes `policies/facts/taggable-types.json`: the canonical types whose arguments have `tags` that are the resource's own, by the
 * declarations of the installed SDK. `node scripts/dev.ts taggable`.
 */
const sdk = join('node_modules', '@pulumi', 'aws');
const { version } = JSON.parse(readFileSync(join(sdk, 'package.json'), 'utf8')) as { version: string };
const types = readdirSync(sdk, { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.js') && !file.startsWith('types'))
  .flatMap((file) => taggableIn(join(sdk, file)));
const document = {
  source: `@pulumi/aws ${version}: every resource whose arguments have tags; canonical types`,
  types: [...new Set(types)].sort(),
};
writeFileSync(join('policies', 'facts', 'taggable-types.json'), `${JSON.stringify(document, null, 1)}\n`);

function taggableIn(file: string): string[] {
  const type = /__pulumiType = '(aws:[^']+)'/.exec(readFileSync(file, 'utf8'))?.[1];
  if (type === undefined) return [];
  const declarations = readFileSync(file.replace(/\.js$/, '.d.ts'), 'utf8');
  const args = declarations.slice(declarations.indexOf(`export interface ${type.split(':').at(-1)}Args`));
  const tags = /\n {4}tags\?: ([^;]+);/.exec(args)?.[1];
  // a collection of DevOps Guru chooses resources by their tags, and has none
  return tags === undefined || tags.includes('ResourceCollectionTags') ? [] : [canonicalType(type)];
}

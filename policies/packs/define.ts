import { type PackDefinition, rulesOfStack } from 'evenkeel/policy-pack';
import { RULES } from '../rules/index.ts';

/** A pack's folder is a package of its own, which cannot import `evenkeel/…` by name: it takes it from here. */
export { type PackDefinition, rulesOfStack } from 'evenkeel/policy-pack';

interface Framework {
  readonly id: string;
  readonly title: string;
  readonly edges: readonly { readonly control: string }[];
}

/** The pack of a framework: every rule that speaks to one of its requirements and that one stack can answer. */
export function frameworkPack({ id, title, edges }: Framework): PackDefinition {
  const controls = new Set(edges.map(({ control }) => control));
  const rules = rulesOfStack(RULES).filter((rule) => controls.has(rule.id));
  return { name: id, description: `What speaks to ${title}.`, rules };
}

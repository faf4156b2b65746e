/** What a pack is written with: `evenkeel/policy-pack`. `serve.ts` is apart, since it loads CrossGuard's SDK. */
export { type PackDefinition, rulesOfStack } from './definition.ts';
export { judgeStack, type PackFinding } from './judge-stack.ts';

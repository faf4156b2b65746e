/** A pack's folder is a package of its own, which cannot import `evenkeel/…` by name: it takes it from here. */
export { type PackDefinition, rulesOfStack } from 'evenkeel/policy-pack';

/** As `define.ts`, with CrossGuard's SDK: loading it is for the process that serves. */
export { servePack } from 'evenkeel/policy-pack/serve';

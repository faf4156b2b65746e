/** What every rehearsal leaves out, in the reader's words. Printed with each result. */
export const NOT_MODELLED: readonly string[] = [
  'Your application: a write succeeds where a reachable instance and a database that commits stand behind the DNS answer.',
  'Permissions and networks: policies, security groups and routes are kept, not evaluated.',
  'How long provisioning takes: it happens before time zero.',
  'Load that is not writes, warm-up of caches, and connection limits of the database.',
  'What the other customers of a lost region do, but for launches that fail now and then.',
];

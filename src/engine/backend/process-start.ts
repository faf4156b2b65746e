export { processStart } from '../../lib/process-start.ts';

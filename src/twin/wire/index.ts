export { twinClientConfig } from './client-config.ts';
export { inProcessHandler, type SdkRequest, type SdkResponse } from './in-process.ts';
export { type Listener, listen } from './listen.ts';
export type { WireRequest, WireResponse } from './message.ts';
export { TWIN_KEY_PREFIX } from './scope.ts';
export { createWire, type Wire } from './wire.ts';

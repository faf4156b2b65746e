import { Resource } from '@pulumi/pulumi/resource.js';

/**
 * Loaded into a program's process before the program. The SDK tells where a resource was made by the stack's frames, but knows only
 * those that name a function (`at new Network (file:1:2)`); at the top level of a module, and in a callback without a name, V8
 * prints the place alone (`at file:1:2`). A version of the SDK that finds places in another way is left as it is.
 */
const FRAME = /^\s*at (?:.* \((?=.*\)$)|async (?=\S+$)|(?=\S+$))(?<file>.*?):(?<line>\d+):(?<column>\d+)\)?$/;

const sdk = Resource as unknown as { framePositionRegExp?: unknown };
if (sdk.framePositionRegExp instanceof RegExp) sdk.framePositionRegExp = FRAME;

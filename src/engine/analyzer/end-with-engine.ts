/**
 * Loaded into a pack's process before the pack: it ends when the engine does, however that ends, since the stream between them
 * closes then. The host alone would serve for ever. The stream keeps no process alive: a pack that does not serve ends by itself.
 */
process.stdin.on('end', () => process.exit(0)).resume();
process.stdin.unref();

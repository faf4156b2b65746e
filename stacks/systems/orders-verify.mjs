// The order desk's smoke test. Needs: Node alone. Given: SERVICE_URL, HEALTH_PATH. Ends with 0 where every request
// was answered with 200, with 1 where one was not, with 2 where it was called wrongly. Bounded by attempts and time.
const ATTEMPTS = 3;
const TIMEOUT_MS = 5000;

const { SERVICE_URL, HEALTH_PATH } = process.env;
if (!SERVICE_URL || !HEALTH_PATH) {
  console.error('orders-verify: SERVICE_URL and HEALTH_PATH must be set');
  process.exit(2);
}

let passed = 0;
for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
  const answer = await ask(`${SERVICE_URL}${HEALTH_PATH}`);
  if (answer === '200') passed += 1;
  else console.error(`orders-verify: request ${attempt} of ${ATTEMPTS}: ${answer}`);
}
console.log(`orders-verify: ${passed} of ${ATTEMPTS} requests to ${HEALTH_PATH} were answered with 200`);
process.exitCode = passed === ATTEMPTS ? 0 : 1;

async function ask(url) {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
    await response.arrayBuffer();
    return String(response.status);
  } catch (error) {
    return `no answer (${error.cause?.code ?? error.name})`;
  }
}

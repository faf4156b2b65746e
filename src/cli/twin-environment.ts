/** What a client of the twin is given instead of real credentials; any secret does. */
export const TWIN_ENVIRONMENT = { AWS_ACCESS_KEY_ID: 'TWIN0000000000000000', AWS_SECRET_ACCESS_KEY: 'twin' } as const;

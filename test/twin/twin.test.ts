import { expect, it } from 'vitest';
import { SERVICES } from '../../src/twin/call.ts';
import { assembleTwin } from '../../src/twin/twin.ts';

const FROM = { seed: '1', account: '111122223333', nowMs: Date.UTC(2026, 0, 1) };

it('a twin serves every service of the operation table', () => {
  const { dispatcher } = assembleTwin(FROM);
  for (const service of SERVICES) expect([service, dispatcher.modelled(service).length > 0]).toEqual([service, true]);
});

it('each service knows who it is asked as, and in which account', async () => {
  const { provider } = assembleTwin(FROM);
  const asked = { token: 'aws:index/getCallerIdentity:getCallerIdentity', args: {}, config: { region: 'us-east-1' } };
  expect((await provider.invoke(asked)).result['accountId']).toBe('111122223333');
});

it('data sources answer zones, hosted zones and secret passwords', async () => {
  const { provider } = assembleTwin(FROM);
  const config = { region: 'us-west-2' };
  const zones = await provider.invoke({
    token: 'aws:index/getAvailabilityZones:getAvailabilityZones',
    args: { state: 'available' },
    config,
  });
  expect(zones.result['names']).toContain('us-west-2a');
  const names = { urn: 'urn:pulumi:s::p::aws:route53/zone:Zone::z', type: 'aws:route53/zone:Zone', name: 'z', config };
  const { inputs } = await provider.check({ ...names, news: { name: 'orders.example.com' } });
  const { id, outputs } = await provider.create({ ...names, inputs, preview: false });
  const zone = await provider.invoke({
    token: 'aws:route53/getZone:getZone',
    args: { name: 'orders.example.com.' },
    config,
  });
  expect(zone.result).toMatchObject({ zoneId: id, nameServers: outputs['nameServers'], name: 'orders.example.com' });
  const password = () =>
    provider.invoke({
      token: 'aws:secretsmanager/getRandomPassword:getRandomPassword',
      args: { passwordLength: 24, excludePunctuation: true },
      config,
    });
  const [first, second] = [await password(), await password()];
  expect(first.result['randomPassword']).toMatchObject({ value: expect.stringMatching(/^[A-Za-z0-9]{24}$/) });
  expect(second.result['randomPassword']).not.toEqual(first.result['randomPassword']);
});

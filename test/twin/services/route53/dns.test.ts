import { beforeEach, expect, test } from 'vitest';
import { balancerAddresses, possibleAnswers, resolveDns } from '../../../../src/twin/services/route53/dns.ts';
import { createZone, type TestTwin, testTwin } from '../../../support/traffic-gate.ts';

const HOME = 'us-east-1';
let twin: TestTwin;
let zoneId: string;
beforeEach(() => {
  twin = testTwin();
  zoneId = createZone(twin);
});

function change(Action: string, ResourceRecordSet: object): string {
  const { ChangeInfo } = twin.call<{ ChangeInfo: { Id: string; Status: string } }>(
    HOME,
    'route53',
    'ChangeResourceRecordSets',
    {
      HostedZoneId: zoneId,
      ChangeBatch: { Changes: [{ Action, ResourceRecordSet }] },
    },
  );
  expect(ChangeInfo.Status).toBe('PENDING');
  return ChangeInfo.Id;
}

function simple(Name: string, value: string, Type = 'A', TTL = 60): object {
  return { Name, Type, TTL, ResourceRecords: [{ Value: value }] };
}

function ask(name: string, type = 'A') {
  return resolveDns(twin.world, name, type, { subject: 'client' });
}

function statusOf(Id: string): string {
  return twin.call<{ ChangeInfo: { Status: string } }>(HOME, 'route53', 'GetChange', { Id }).ChangeInfo.Status;
}

test('a change is PENDING and not answered until it is INSYNC, within two minutes', () => {
  const id = change('CREATE', simple('www.orders.example.com', '192.0.2.1'));
  expect([statusOf(id), ask('www.orders.example.com')]).toEqual(['PENDING', undefined]);
  twin.advance(120);
  expect(statusOf(id)).toBe('INSYNC');
  expect(ask('WWW.orders.example.com.')).toEqual({ answers: ['192.0.2.1'], ttlSeconds: 60 });
});

test('changes of one zone reach the name servers in their order', () => {
  for (let value = 1; value <= 20; value++) change('UPSERT', simple('www.orders.example.com', `192.0.2.${value}`));
  const seen: number[] = [];
  for (let second = 0; second < 130; second++) {
    twin.advance(1);
    seen.push(Number(ask('www.orders.example.com')?.answers[0]?.split('.')[3] ?? 0));
  }
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen.at(-1)).toBe(20);
});

test('a CNAME is followed with the shorter TTL; asked for itself, it is its own answer', () => {
  change('CREATE', simple('old.orders.example.com', 'www.orders.example.com', 'CNAME', 30));
  change('CREATE', simple('www.orders.example.com', '192.0.2.1'));
  twin.world.complete('');
  expect(ask('old.orders.example.com')).toEqual({
    answers: ['192.0.2.1'],
    ttlSeconds: 30,
    aliasTarget: 'www.orders.example.com',
  });
  expect(ask('old.orders.example.com', 'CNAME')?.answers).toEqual(['www.orders.example.com']);
});

test('a wildcard answers for names that are not there, and a longer zone wins over its parent', () => {
  change('CREATE', simple('*.orders.example.com', '192.0.2.7'));
  twin.world.complete('');
  expect(ask('any.thing.orders.example.com')?.answers).toEqual(['192.0.2.7']);
  createZone(twin, 'eu.orders.example.com');
  expect(ask('www.eu.orders.example.com')).toBeUndefined();
});

test('an alias to a balancer answers what the balancer’s own name answers, for 60 seconds', () => {
  const DNSName = 'orders-1.us-east-1.elb.amazonaws.com';
  change('CREATE', {
    Name: 'www.orders.example.com',
    Type: 'A',
    AliasTarget: { HostedZoneId: 'Z35SXDOTRQ7X7K', DNSName, EvaluateTargetHealth: false },
  });
  twin.world.complete('');
  const answers = balancerAddresses(DNSName);
  expect(ask('www.orders.example.com')).toEqual({ answers, ttlSeconds: 60, aliasTarget: DNSName });
  expect(ask(DNSName)).toEqual({ answers, ttlSeconds: 60 });
  expect(answers.every((address) => /^198\.1[89]\./.test(address))).toBe(true);
});

test('weights are shares: one to three', () => {
  for (const [id, Weight] of [
    ['a', 1],
    ['b', 3],
  ] as const) {
    change('CREATE', { ...simple('www.orders.example.com', id), SetIdentifier: id, Weight });
  }
  twin.world.complete('');
  const answers = Array.from({ length: 2000 }, (_, n) =>
    resolveDns(twin.world, 'www.orders.example.com', 'A', { subject: `${n}` }),
  );
  const a = answers.filter((answer) => answer?.setIdentifier === 'a').length;
  expect(a).toBeGreaterThan(440);
  expect(a).toBeLessThan(560);
  expect(possibleAnswers(twin.world, 'www.orders.example.com', 'A').map((answer) => answer.setIdentifier)).toEqual([
    'a',
    'b',
  ]);
});

test('the same client gets the same answer again', () => {
  for (const id of ['a', 'b'])
    change('CREATE', { ...simple('www.orders.example.com', id), SetIdentifier: id, Weight: 1 });
  twin.world.complete('');
  expect(ask('www.orders.example.com')).toEqual(ask('www.orders.example.com'));
});

test('routing policies and targets that are not modelled are errors', () => {
  expect(() =>
    change('CREATE', { ...simple('www.orders.example.com', 'a'), SetIdentifier: 'a', Region: HOME }),
  ).toThrow('Region');
  const AliasTarget = { HostedZoneId: 'Z2FDTNDATAQYW2', DNSName: 'd1.cloudfront.net', EvaluateTargetHealth: false };
  change('CREATE', { Name: 'www.orders.example.com', Type: 'A', AliasTarget });
  twin.world.complete('');
  expect(() => ask('www.orders.example.com')).toThrow('aliases to d1.cloudfront.net');
});

test('a zone that is gone answers nothing, and its name servers are four of the account’s', () => {
  const { DelegationSet } = twin.call<{ DelegationSet: { NameServers: string[] } }>(HOME, 'route53', 'GetHostedZone', {
    Id: zoneId,
  });
  expect(DelegationSet.NameServers.map((name) => name.replace(/\d+/g, 'N'))).toEqual([
    'ns-N.awsdns-N.com',
    'ns-N.awsdns-N.net',
    'ns-N.awsdns-N.org',
    'ns-N.awsdns-N.co.uk',
  ]);
  expect(ask('orders.example.com', 'NS')?.answers).toEqual(DelegationSet.NameServers.map((name) => `${name}.`));
  twin.call(HOME, 'route53', 'DeleteHostedZone', { Id: zoneId });
  twin.world.complete('');
  expect(ask('orders.example.com', 'NS')).toBeUndefined();
});

test.each([
  [simple('www.example.org', '192.0.2.1'), 'not in the zone'],
  [simple('orders.example.com', 'a.example.org', 'CNAME'), 'apex'],
  [{ Name: 'www.orders.example.com', Type: 'A', TTL: 60 }, 'needs a TTL and values'],
  [{ ...simple('www.orders.example.com', 'a'), Weight: 1 }, 'go together'],
  [{ ...simple('www.orders.example.com', 'a'), SetIdentifier: 'a', Weight: 256 }, 'weights are 0 to 255'],
])('an impossible record set is refused: %o', (record, message) => {
  expect(() => change('CREATE', record)).toThrow(message);
});

test('record sets of one name share one routing policy, and a CNAME stands alone', () => {
  change('CREATE', simple('www.orders.example.com', '192.0.2.1'));
  const other = { ...simple('www.orders.example.com', '192.0.2.2'), SetIdentifier: 'b', Weight: 1 };
  expect(() => change('CREATE', other)).toThrow('different routing policies');
  expect(() => change('CREATE', simple('www.orders.example.com', 'x.example.org', 'CNAME'))).toThrow(
    'a CNAME stands alone',
  );
});

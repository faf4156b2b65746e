import * as aws from '@pulumi/aws';
import { interpolate } from '@pulumi/pulumi';
import { functionOf, roleOf, type Site } from './parts.ts';

function tableOf({ name, opts }: Site, of: string, stream = false) {
  const keys = { hashKey: 'id', attributes: [{ name: 'id', type: 'S' }], billingMode: 'PAY_PER_REQUEST' };
  const streams = stream ? { streamEnabled: true, streamViewType: 'NEW_IMAGE' } : {};
  return new aws.dynamodb.Table(name(of), { ...keys, ...streams }, opts);
}

/** An HTTP API, its functions and their table. */
export function httpApi(site: Site): void {
  const { name, opts } = site;
  const table = tableOf(site, 'orders');
  const api = new aws.apigatewayv2.Api(name('api'), { protocolType: 'HTTP' }, opts);
  new aws.apigatewayv2.Stage(name('stage'), { apiId: api.id, name: '$default', autoDeploy: true }, opts);
  for (const route of ['GET /orders', 'POST /orders']) {
    const of = route.split(' ')[0]?.toLowerCase() ?? '';
    const handler = functionOf(site, of, { TABLE: table.name });
    const integration = new aws.apigatewayv2.Integration(
      name(`${of}-integration`),
      { apiId: api.id, integrationType: 'AWS_PROXY', integrationUri: handler.invokeArn, payloadFormatVersion: '2.0' },
      opts,
    );
    const target = interpolate`integrations/${integration.id}`;
    new aws.apigatewayv2.Route(name(`${of}-route`), { apiId: api.id, routeKey: route, target }, opts);
    const permission = {
      action: 'lambda:InvokeFunction',
      function: handler.name,
      principal: 'apigateway.amazonaws.com',
    };
    new aws.lambda.Permission(name(`${of}-permission`), permission, opts);
  }
}

/** An event bus whose rules feed queues, topics and functions, with dead letters. */
export function eventBus(site: Site): void {
  const { name, opts } = site;
  const bus = new aws.cloudwatch.EventBus(name('bus'), {}, opts);
  const dead = new aws.sqs.Queue(name('dead'), { messageRetentionSeconds: 1_209_600 }, opts);
  const redrivePolicy = dead.arn.apply((arn) => JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 5 }));
  const queue = new aws.sqs.Queue(name('orders'), { redrivePolicy, visibilityTimeoutSeconds: 60 }, opts);
  const topic = new aws.sns.Topic(name('told'), {}, opts);
  const eventPattern = JSON.stringify({ source: ['shop.orders'] });
  const rule = new aws.cloudwatch.EventRule(name('ordered'), { eventBusName: bus.name, eventPattern }, opts);
  for (const [of, arn] of [
    ['queue', queue.arn],
    ['topic', topic.arn],
  ] as const)
    new aws.cloudwatch.EventTarget(name(`to-${of}`), { rule: rule.name, eventBusName: bus.name, arn }, opts);
  const worker = functionOf(site, 'worker');
  const mapping = { eventSourceArn: queue.arn, functionName: worker.arn, batchSize: 10 };
  new aws.lambda.EventSourceMapping(name('mapping'), mapping, opts);
  new aws.sns.TopicSubscription(
    name('mail'),
    { topic: topic.arn, protocol: 'email', endpoint: 'orders@example.com' },
    opts,
  );
}

/** A state machine that orders functions, with its logs. */
export function stepFunctions(site: Site): void {
  const { name, opts } = site;
  const [reserve, charge] = [functionOf(site, 'reserve'), functionOf(site, 'charge')];
  const logs = new aws.cloudwatch.LogGroup(name('logs'), { retentionInDays: 365 }, opts);
  const role = roleOf(site, 'states.amazonaws.com', 'service-role/AWSLambdaRole');
  const States = { Reserve: { Type: 'Task', Next: 'Charge' }, Charge: { Type: 'Task', End: true } };
  const definition = interpolate`{"Comment":"${reserve.arn} ${charge.arn}","States":${JSON.stringify(States)}}`;
  const loggingConfiguration = { level: 'ERROR', logDestination: interpolate`${logs.arn}:*` };
  const machine = new aws.sfn.StateMachine(
    name('machine'),
    { roleArn: role.arn, definition, loggingConfiguration },
    opts,
  );
  new aws.cloudwatch.MetricAlarm(
    name('failed'),
    {
      namespace: 'AWS/States',
      metricName: 'ExecutionsFailed',
      dimensions: { StateMachineArn: machine.arn },
      comparisonOperator: 'GreaterThanThreshold',
      evaluationPeriods: 1,
      period: 300,
      statistic: 'Sum',
      threshold: 0,
    },
    opts,
  );
}

/** Pictures that come into a bucket make smaller ones in another. */
export function thumbnails(site: Site): void {
  const { name, opts } = site;
  const [pictures, small] = ['pictures', 'small'].map((of) => new aws.s3.Bucket(name(of), {}, opts));
  if (pictures === undefined || small === undefined) return;
  const resize = functionOf(site, 'resize', { TARGET: small.bucket });
  const permission = { action: 'lambda:InvokeFunction', function: resize.name, principal: 's3.amazonaws.com' };
  new aws.lambda.Permission(name('permission'), { ...permission, sourceArn: pictures.arn }, opts);
  const lambdaFunctions = [{ lambdaFunctionArn: resize.arn, events: ['s3:ObjectCreated:*'] }];
  new aws.s3.BucketNotification(name('told'), { bucket: pictures.id, lambdaFunctions }, opts);
  const closed = {
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  };
  new aws.s3.BucketPublicAccessBlock(name('closed'), { bucket: pictures.id, ...closed }, opts);
  const rules = [{ id: 'old', status: 'Enabled', expiration: { days: 30 }, filter: { prefix: '' } }];
  new aws.s3.BucketLifecycleConfiguration(name('lifecycle'), { bucket: small.id, rules }, opts);
}

/** A stream whose records a function reads, and what failed goes to a queue. */
export function streamConsumer(site: Site): void {
  const { name, opts } = site;
  const stream = new aws.kinesis.Stream(
    name('clicks'),
    { shardCount: 2, encryptionType: 'KMS', kmsKeyId: 'alias/aws/kinesis' },
    opts,
  );
  const failed = new aws.sqs.Queue(name('failed'), {}, opts);
  const reader = functionOf(site, 'reader');
  new aws.lambda.EventSourceMapping(
    name('mapping'),
    {
      eventSourceArn: stream.arn,
      functionName: reader.arn,
      startingPosition: 'LATEST',
      destinationConfig: { onFailure: { destinationArn: failed.arn } },
    },
    opts,
  );
  tableOf(site, 'counts', true);
}

/** A WebSocket API with its connections in a table. */
export function webSockets(site: Site): void {
  const { name, opts } = site;
  const connections = tableOf(site, 'connections');
  const routes = { protocolType: 'WEBSOCKET', routeSelectionExpression: '$request.body.action' };
  const api = new aws.apigatewayv2.Api(name('api'), routes, opts);
  const handler = functionOf(site, 'handler', { TABLE: connections.name });
  const proxy = { apiId: api.id, integrationType: 'AWS_PROXY', integrationUri: handler.invokeArn };
  const integration = new aws.apigatewayv2.Integration(name('integration'), proxy, opts);
  const target = interpolate`integrations/${integration.id}`;
  for (const routeKey of ['$connect', '$disconnect', '$default'])
    new aws.apigatewayv2.Route(name(routeKey.slice(1)), { apiId: api.id, routeKey, target }, opts);
  new aws.apigatewayv2.Stage(name('stage'), { apiId: api.id, name: 'prod', autoDeploy: true }, opts);
}

/** A GraphQL API for users of a pool. */
export function graphql(site: Site): void {
  const { name, opts } = site;
  const pool = new aws.cognito.UserPool(name('pool'), { passwordPolicy: { minimumLength: 12 } }, opts);
  new aws.cognito.UserPoolClient(name('client'), { userPoolId: pool.id }, opts);
  const userPoolConfig = { userPoolId: pool.id, defaultAction: 'ALLOW', awsRegion: 'us-east-1' };
  const schema = 'type Query { order(id: ID!): String }';
  const api = new aws.appsync.GraphQLApi(
    name('api'),
    { name: name('api'), authenticationType: 'AMAZON_COGNITO_USER_POOLS', userPoolConfig, schema },
    opts,
  );
  const role = roleOf(site, 'appsync.amazonaws.com');
  const dynamodbConfig = { tableName: tableOf(site, 'orders').name };
  const source = { apiId: api.id, name: 'orders', type: 'AMAZON_DYNAMODB', serviceRoleArn: role.arn, dynamodbConfig };
  new aws.appsync.DataSource(name('source'), source, opts);
}

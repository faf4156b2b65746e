/**
 * The one type token of a resource that the SDK knows under several: `aws:alb/*` and its older names are `aws:lb/*`
 * (load balancers), `aws:elasticloadbalancing/*` is `aws:elb/*` (classic ones), the `…V2` of the S3 types are the plain ones, and types that
 * were renamed are what they are called now. Any other token is answered as it is. Source: the aliases that @pulumi/aws 7.48.0 declares.
 */
export function canonicalType(type: string): string {
  const balancer = /^aws:(?:alb|applicationloadbalancing|elasticloadbalancingv2)\/(.+)$/.exec(type)?.[1];
  if (balancer !== undefined) return `aws:lb/${balancer}`;
  const classic = /^aws:elasticloadbalancing\/(.+)$/.exec(type)?.[1];
  if (classic !== undefined) return `aws:elb/${classic}`;
  const bucket = /^aws:s3\/(bucket\w*)V2:(Bucket\w*)V2$/.exec(type);
  if (bucket !== null) return `aws:s3/${bucket[1]}:${bucket[2]}`;
  return RENAMED[type] ?? type;
}

const RENAMED: Readonly<Record<string, string>> = {
  'aws:chime/voiceConnectorOrganization:VoiceConnectorOrganization':
    'aws:chime/voiceConnectorOrigination:VoiceConnectorOrigination',
  'aws:directoryservice/conditionalForwader:ConditionalForwader':
    'aws:directoryservice/conditionalForwarder:ConditionalForwarder',
  'aws:directoryservice/logService:LogService': 'aws:directoryservice/logSubscription:LogSubscription',
  'aws:ec2/encryptionControl:EncryptionControl': 'aws:ec2/vpcEncryptionControl:VpcEncryptionControl',
  'aws:ec2/transitGatewayPeeringAttachmentAccepter:TransitGatewayPeeringAttachmentAccepter':
    'aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter',
  'aws:lambda/microvmsImage:MicrovmsImage': 'aws:lambdamicrovms/image:Image',
  'aws:s3/BucketObject:BucketObject': 'aws:s3/bucketObjectv2:BucketObjectv2',
  'aws:ses/confgurationSet:ConfgurationSet': 'aws:ses/configurationSet:ConfigurationSet',
  'aws:workspaces/webBrowserSettings:WebBrowserSettings': 'aws:workspacesweb/browserSettings:BrowserSettings',
  'aws:workspaces/webNetworkSettings:WebNetworkSettings': 'aws:workspacesweb/networkSettings:NetworkSettings',
  'aws:workspaces/webUserSettings:WebUserSettings': 'aws:workspacesweb/userSettings:UserSettings',
};

/** True for a resource of the AWS provider, as opposed to components, providers and other packages. */
export function isAwsType(type: string): boolean {
  return /^aws:[\w-]+\/\w+:\w+$/.test(type);
}

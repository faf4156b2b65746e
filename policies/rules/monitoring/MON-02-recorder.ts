import { anyOf, firstOf, missing, must, pass, type Resource, requires, rule, some, together } from 'evenkeel/policy';
import { inEachRegion } from '../../facts/each-region.ts';
import { isSameAccount, isSamePlace } from '../../facts/place.ts';

const RECORDER = 'aws:cfg/recorder:Recorder';
const STATUS = 'aws:cfg/recorderStatus:RecorderStatus';
const CHANNEL = 'aws:cfg/deliveryChannel:DeliveryChannel';

export const mon02 = rule({
  id: 'MON-02',
  title: 'The recorder of AWS Config is on, records every type, and delivers',
  why: 'What a resource was before it was changed is known only where somebody wrote it down.',
  remedy:
    'Declare a `cfg.Recorder` with `allSupported`, a `cfg.RecorderStatus` that is enabled and a `cfg.DeliveryChannel` in each region; one recorder with `includeGlobalResourceTypes`.',
  severity: 'medium',
  types: [RECORDER],
  reads: [STATUS, CHANNEL],
  decidedAt: 'deployed',
  cannotSee: ['recorders that the organisation switches on', 'regions in which the stacks given have nothing'],
  parameters: {},
  check: together(
    requires('recordingGroup.allSupported', true, { default: true, message: 'does not record every type' }),
    (recorder, _, { estate }) => recordsGlobals(recorder, estate.all(RECORDER)),
    isOn,
    (recorder, _, { estate }) => {
      const channel = firstOf(estate.all(CHANNEL), (one) => isSamePlace(one, recorder));
      return channel === undefined ? missing(estate, 'delivers to no channel') : pass();
    },
  ),
  checkEstate: (estate) => inEachRegion(estate, RECORDER, 'recorder of AWS Config'),
});

/** What is of no region, such as roles, is recorded by one recorder of the account (ConfigurationRecorder, AWS Config API reference). */
function recordsGlobals(recorder: Resource, all: readonly Resource[]) {
  const isOne = (one: Resource) => one.readOr('recordingGroup.includeGlobalResourceTypes', false) === true;
  const others = all.filter((one) => isSameAccount(one, recorder)).map((one) => () => isOne(one));
  return must(() => anyOf(...others), 'does not record types of no region, nor does another of its account');
}

function isOn(recorder: Resource) {
  const statuses = recorder.from(STATUS, 'name');
  if (statuses.length === 0) return must(false, 'is switched on by nothing');
  return some(statuses, (status) => must(status.read('isEnabled') === true, 'is switched off'));
}

import { compareTopic } from './compare-topic.ts';

compareTopic('refreshing');

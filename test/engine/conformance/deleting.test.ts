import { compareTopic } from './compare-topic.ts';

compareTopic('deleting');

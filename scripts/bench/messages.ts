/** What the bench's own workflow is called by. */
import { defineUpdate } from '@temporalio/workflow';

export const BENCH_QUEUE = 'bench';
export const emptyUpdate = defineUpdate<{ version: number }, [object]>('command');

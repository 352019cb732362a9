/** Activities by name; the names are in histories and are never changed. */
export { settle } from './settle';
export { wakeUp } from './wake-up';
export { chase } from './chase';
export { deliver } from './outbox/deliver';
export { wakeLate } from './watch';
export { recordMeeting, meetingSettled } from './meeting';
export { beginJob, finishJob, wakeMoved } from './jobs';
export { recompute } from './recompute';

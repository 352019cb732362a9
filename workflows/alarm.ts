/** The one durable timer of a case: moved only when its instant changes, so that a command costs no timer events. */
import { CancellationScope, sleep } from '@temporalio/workflow';
import type { Instant } from '../domain/time/types';

export class Alarm {
  private armed: { at: Instant; scope: CancellationScope; hasRung: boolean } | null = null;

  get hasRung(): boolean {
    return this.armed?.hasRung === true;
  }

  /** Rings at that instant, or never (`null`). One that has rung for the same instant rings again. */
  set(at: Instant | null): void {
    if (this.armed && !this.armed.hasRung && this.armed.at === at) return;
    this.armed?.scope.cancel();
    this.armed = null;
    if (at === null) return;
    const armed = { at, scope: new CancellationScope(), hasRung: false };
    this.armed = armed;
    armed.scope
      .run(() => sleep(Math.max(1, at - Date.now())))
      .then(
        () => {
          armed.hasRung = true;
        },
        () => undefined, // cancelled: replaced by another instant
      );
  }
}

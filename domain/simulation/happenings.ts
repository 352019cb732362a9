/** What happens next in a simulation: earliest first, and of two at once the one entered first. A binary heap. */

interface Happening {
  at: number;
  order: number;
  happens: () => void;
}

export class Happenings {
  private readonly heap: Happening[] = [];
  private order = 0;

  add(at: number, happens: () => void): void {
    const { heap } = this;
    heap.push({ at, order: this.order++, happens });
    for (let child = heap.length - 1; child > 0;) {
      const parent = (child - 1) >> 1;
      if (!this.swapIfEarlier(child, parent)) break;
      child = parent;
    }
  }

  next(): Happening | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last || heap.length === 0) return first;
    heap[0] = last;
    for (let parent = 0; ;) {
      const [left, right] = [2 * parent + 1, 2 * parent + 2];
      const child = right < heap.length && this.isEarlier(right, left) ? right : left;
      if (child >= heap.length || !this.swapIfEarlier(child, parent)) return first;
      parent = child;
    }
  }

  private isEarlier(one: number, other: number): boolean {
    const [a, b] = [this.heap[one] as Happening, this.heap[other] as Happening];
    return a.at < b.at || (a.at === b.at && a.order < b.order);
  }

  private swapIfEarlier(child: number, parent: number): boolean {
    if (!this.isEarlier(child, parent)) return false;
    const { heap } = this;
    [heap[child], heap[parent]] = [heap[parent] as Happening, heap[child] as Happening];
    return true;
  }
}

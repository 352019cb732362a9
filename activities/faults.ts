/** Named points at which a fault test may kill this process; in an instance at work none is armed. */
let armed: { name: string; chance: number } | null = null;

/** @param point `settle:committed:0.3` ends the process at `settle:committed` with that probability, 1 without one. */
export function armFaultPoint(point: string | undefined): void {
  const [, name, chance = '1'] = /^([a-z]+:[a-z]+)(?::([\d.]+))?$/.exec(point ?? '') ?? [];
  armed = name ? { name, chance: Number(chance) } : null;
}

export function faultPoint(name: string): void {
  if (armed?.name !== name || Math.random() >= armed.chance) return;
  process.stderr.write(`fault point ${name}: killed\n`);
  process.kill(process.pid, 'SIGKILL');
}

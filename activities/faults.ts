/**
 * Named points at which a fault test may kill this process. Without the environment variable FAULT_POINT nothing
 * happens. `FAULT_POINT=settle:committed:0.3` ends the process there with that probability.
 */
const [point, chance] = splitAtLast(process.env.FAULT_POINT ?? '');

export function faultPoint(name: string): void {
  if (point !== name || Math.random() >= Number(chance || '1')) return;
  process.stderr.write(`fault point ${name}: killed\n`);
  process.kill(process.pid, 'SIGKILL');
}

function splitAtLast(text: string): [string, string] {
  const at = text.lastIndexOf(':');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

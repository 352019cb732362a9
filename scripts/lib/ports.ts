import net from 'node:net';
import path from 'node:path';
import { readJson, writeJson } from './files';
import { StartProblem } from './problem';

/**
 * Children listen between these ports: below 32768, where the system picks ports for outgoing connections, so that a
 * child that died always finds its own port free again.
 */
const LOWEST = 20000;
const HIGHEST = 32000;

/** True when nobody listens there; `host` undefined asks for all interfaces. */
export function isFree(port: number, host?: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** True when the port can be taken on loopback and on all interfaces. */
export async function isFreeEverywhere(port: number): Promise<boolean> {
  return (await isFree(port, '127.0.0.1')) && (await isFree(port));
}

/** A free port for a child. Random, so that two instances started together rarely ask for the same. */
export async function freePort(taken: ReadonlySet<number> = new Set()): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (!taken.has(port) && (await isFreeEverywhere(port))) return port;
  }
  throw new StartProblem(`Không còn cổng trống từ ${LOWEST} đến ${HIGHEST} (no free port in that range).`);
}

/** Ports of this instance's children: those of last time where still free, else new ones; remembered in ports.json. */
export async function rememberedPorts<Name extends string>(
  dataDir: string,
  names: readonly Name[],
  reserved: readonly number[] = [],
): Promise<Record<Name, number>> {
  const file = path.join(dataDir, 'ports.json');
  const before = readJson<Record<string, unknown>>(file) ?? {};
  const taken = new Set(reserved);
  const ports = {} as Record<Name, number>;
  for (const name of names) {
    const last = before[name];
    const keep =
      typeof last === 'number' &&
      last >= 1024 &&
      last < 32768 &&
      !taken.has(last) &&
      (await isFreeEverywhere(last));
    const port = keep ? last : await freePort(taken);
    taken.add(port);
    ports[name] = port;
  }
  writeJson(file, { ...before, ...ports });
  return ports;
}

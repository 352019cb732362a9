/**
 * Generates the Prisma client after an install. `generate` never uses the schema engine, but the command line looks for
 * one and would download it; naming any existing file keeps it from doing so.
 */
const { spawnSync } = require('node:child_process');

const result = spawnSync(process.execPath, [require.resolve('prisma/build/index.js'), 'generate'], {
  env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' },
  encoding: 'utf8',
});
if (result.status !== 0) process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
process.exit(result.status ?? 1);

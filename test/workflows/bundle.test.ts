import { readFileSync } from 'node:fs';
import { workflowBundle } from '../../activities/bundle';

/** The project's own files in the script that workflows run in. */
async function filesInBundle(): Promise<string[]> {
  const { codePath } = await workflowBundle();
  const modules = readFileSync(codePath, 'utf8').matchAll(/!\*\*\* \.\/((?:domain|workflows)\/\S+\.ts)/g);
  return [...new Set([...modules].map((match) => match[1] as string))].sort();
}

describe('what workflows carry', () => {
  it('a case takes its facts and rules with it: no calendars, no words, no procedures, nothing that derives a date', async () => {
    const files = await filesInBundle();
    const besides = files.filter((file) => !/^(workflows|domain\/(dossier|request))\//.test(file));
    expect(besides).toEqual([
      'domain/case/admit.ts',
      'domain/case/case.ts',
      'domain/case/closed-day.ts',
      'domain/case/refusals.ts',
      'domain/case/size.ts',
      'domain/time/plain-date.ts',
      'domain/time/time-error.ts',
      'domain/time/timeliness.ts',
    ]);
    expect(files).toEqual(expect.arrayContaining(['domain/dossier/evolve.ts', 'domain/request/evolve.ts']));
    expect(files.filter((file) => /\/(texts|words)\.ts$/.test(file))).toEqual([]);
  });
});

/** The workflow code as one script, kept under its content's hash: a worker that was killed is back in a second. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundlePath } from '@temporalio/worker';

const root = path.resolve(__dirname, '..');
const CACHE = path.join(root, '.cache', 'workflows');

/** Path of the bundle of the code as it is now; made only when no process made it before. */
export async function workflowBundle(): Promise<WorkflowBundlePath> {
  const codePath = path.join(CACHE, `${hashOfSources()}.js`);
  if (!fs.existsSync(codePath)) {
    const { code } = await bundleWorkflowCode({
      workflowsPath: path.join(root, 'workflows', 'index.ts'),
      logger: new DefaultLogger('WARN'),
    });
    fs.mkdirSync(CACHE, { recursive: true });
    // Moved in whole: two processes may bundle at once, none reads half a file.
    const draft = `${codePath}.${process.pid}`;
    fs.writeFileSync(draft, code);
    fs.renameSync(draft, codePath);
  }
  return { codePath };
}

/** Everything a workflow can import, and the versions that bundle it. */
function hashOfSources(): string {
  const hash = createHash('sha256').update(fs.readFileSync(path.join(root, 'package-lock.json')));
  for (const folder of ['domain', 'workflows'])
    for (const file of fs.readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).sort())
      if (file.endsWith('.ts')) hash.update(file).update(fs.readFileSync(path.join(root, folder, file)));
  return hash.digest('hex').slice(0, 24);
}

/** The built pages (web/dist), with the browser's own routes answered by the one page. */
import fs from 'node:fs';
import path from 'node:path';
import express, { type RequestHandler } from 'express';

const folder = path.resolve(__dirname, '../../web/dist');

/** Nothing when the pages were not built: the API serves alone. */
export function builtPages(): RequestHandler | undefined {
  const index = path.join(folder, 'index.html');
  if (!fs.existsSync(index)) return undefined;
  const router = express.Router();
  // Built files carry a hash in their names; the page itself is asked for anew each time.
  router.use(
    '/assets',
    express.static(path.join(folder, 'assets'), { immutable: true, maxAge: '365d', fallthrough: false }),
  );
  router.use(express.static(folder, { index: false, maxAge: 0 }));
  router.get('/{*path}', (req, res, next) => {
    if (!req.accepts('html')) return next();
    res.setHeader('Cache-Control', 'no-cache');
    res.sendFile(index);
  });
  return router;
}

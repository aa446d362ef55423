// chromium.mjs BENCH PACKAGE ROUNDS : the benchmark in a page in Chromium; prints one JSON object.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { basename, dirname, extname, join, normalize, resolve } from 'node:path';
import { withBrowser } from './webdriver.mjs';

const MEDIA_TYPES = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm', '.json': 'application/json' };

/** The package's folder below `/package/`, the benchmark as `/bench.mjs`, and an empty page. */
async function answer(request, response) {
  const path = normalize(decodeURIComponent(request.url));
  const file = path === '/bench.mjs' ? bench
    : path.startsWith('/package/') ? join(dirname(tidings), path.slice('/package/'.length))
    : null;
  const body = file === null ? '<!doctype html><title>bench</title>' : await readFile(file).catch(() => null);
  const type = file === null ? 'text/html' : MEDIA_TYPES[extname(file)] ?? 'application/octet-stream';
  response.writeHead(body === null ? 404 : 200, { 'content-type': type }).end(body);
}

// Runs in the page; the last argument is where the driver waits for the answer.
const SCRIPT = `
  const [entry, rounds, done] = arguments;
  (async () => {
    const [{ bench }, tidings] = await Promise.all([import('/bench.mjs'), import('/package/' + entry)]);
    return { results: bench(tidings, rounds) };
  })().then(done, (problem) => done({ problem: String(problem?.stack ?? problem) }));
`;

const [bench, tidings] = process.argv.slice(2, 4).map((path) => resolve(path));
const rounds = Number(process.argv[4]);
const server = createServer(answer).listen(0, '127.0.0.1');
await once(server, 'listening');
try {
  const url = `http://127.0.0.1:${server.address().port}/`;
  await withBrowser(url, async (run, { browserVersion }) => {
    const { results, problem } = await run(SCRIPT, [basename(tidings), rounds]);
    if (problem) throw new Error(problem);
    console.log(JSON.stringify({ where: 'Chromium', versions: { Chromium: browserVersion }, results }));
  });
} finally {
  server.close();
}

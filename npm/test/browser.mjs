// Runs the suites in Chromium, by chromedriver: node npm/test/browser.mjs [SUITE…]
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, readdir, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const suites = process.argv.length > 2 ? process.argv.slice(2) : ["golden", "promises"];
const types = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };

/** The repository's files, as a plain static server has them; a folder is the list of its names. */
async function serve(request, response) {
  try {
    const path = join(root, normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname)));
    const isFolder = (await stat(path)).isDirectory();
    const body = isFolder ? JSON.stringify((await readdir(path)).sort()) : await readFile(path);
    response.writeHead(200, { "content-type": types[extname(path)] ?? "text/plain; charset=utf-8" }).end(body);
  } catch {
    response.writeHead(404).end();
  }
}

/** In the page: runs every suite and gives back a line a test. */
async function inPage(suites, done) {
  const lines = [];
  try {
    for (const suite of suites) await import(`/npm/test/${suite}.test.mjs`);
    const { tests } = await import("/npm/test/support/test.mjs");
    for (const { name, run } of tests) {
      try {
        await run();
        lines.push({ name });
      } catch (error) {
        lines.push({ name, error: `${error}\n${error.stack}` });
      }
    }
  } catch (error) {
    lines.push({ name: "the page itself", error: String(error) });
  }
  done(lines);
}

async function listening(driver) {
  for await (const chunk of driver.stdout) {
    const port = /started successfully on port (\d+)/.exec(String(chunk))?.[1];
    if (port) return port;
  }
  throw new Error("chromedriver ended before it listened");
}

async function call(address, method, body) {
  const response = await fetch(address, { method, body: body && JSON.stringify(body) });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
  return value;
}

const server = createServer(serve).listen(0, "127.0.0.1");
await once(server, "listening");
const driver = spawn("chromedriver", ["--port=0"], { stdio: ["ignore", "pipe", "inherit"] });
try {
  const sessions = `http://127.0.0.1:${await listening(driver)}/session`;
  const { capabilities } = JSON.parse(await readFile(join(root, "npm/test/support/browser.json"), "utf8"));
  const session = await call(sessions, "POST", { capabilities });
  const address = `${sessions}/${session.sessionId}`;
  await call(`${address}/timeouts`, "POST", { script: 300_000 });
  await call(`${address}/url`, "POST", {
    url: `http://127.0.0.1:${server.address().port}/npm/test/support/suite.html`,
  });
  const script = `(${inPage})(arguments[0], arguments[1])`;
  const lines = await call(`${address}/execute/async`, "POST", { script, args: [suites] });
  await call(address, "DELETE");
  for (const { name, error } of lines) console.log(error ? `not ok - ${name}\n${error}` : `ok - ${name}`);
  if (lines.length === 0 || lines.some(({ error }) => error)) process.exitCode = 1;
} finally {
  driver.kill();
  server.close();
}

// As much of the WebDriver protocol as opening a page and asking it for something takes.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

const CAPABILITIES = {
  alwaysMatch: {
    browserName: 'chrome',
    'goog:chromeOptions': {
      binary: process.env.BROWSER,
      args: ['--headless', '--no-sandbox', '--disable-dev-shm-usage', '--no-first-run', '--disable-background-networking'],
    },
  },
};

/** Opens `url` in a browser of its own, calls `use` with `run(script)`, and closes it. */
export async function withBrowser(url, use) {
  const driver = spawn(process.env.CHROMEDRIVER || 'chromedriver', ['--port=0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const call = calls(`http://127.0.0.1:${await portOf(driver)}`);
    const { sessionId, capabilities } = await call('POST', '/session', { capabilities: CAPABILITIES });
    const session = `/session/${sessionId}`;
    try {
      await call('POST', `${session}/timeouts`, { script: 600_000 });
      await call('POST', `${session}/url`, { url });
      const run = (script, args) => call('POST', `${session}/execute/async`, { script, args });
      return await use(run, capabilities);
    } finally {
      await call('DELETE', session);
    }
  } finally {
    driver.kill();
    await once(driver, 'exit');
  }
}

/** The port that the driver says it has chosen. */
async function portOf(driver) {
  for await (const line of createInterface({ input: driver.stdout })) {
    const port = /started successfully on port (\d+)/.exec(line)?.[1];
    if (port) return port;
  }
  throw new Error('chromedriver ended before it listened');
}

const calls = (base) => async (method, path, body) => {
  const response = await fetch(base + path, { method, body: body && JSON.stringify(body) });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
  return value;
};

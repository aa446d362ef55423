// As much of node:assert/strict as the suite uses, for browsers.
const show = (value) => JSON.stringify(value, null, 1);
const sorted = (_, value) =>
  value && typeof value === "object" && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

function fail(message, actual, expected) {
  throw new Error(`${message ?? "not as expected"}\nactual:   ${show(actual)}\nexpected: ${show(expected)}`);
}

const assert = {
  ok(value, message) {
    if (!value) fail(message, value, true);
  },
  equal(actual, expected, message) {
    if (!Object.is(actual, expected)) fail(message, actual, expected);
  },
  deepEqual(actual, expected, message) {
    if (JSON.stringify(actual, sorted) !== JSON.stringify(expected, sorted)) fail(message, actual, expected);
  },
  match(text, pattern, message) {
    if (!pattern.test(text)) fail(message, text, String(pattern));
  },
  throws(run, pattern, message) {
    try {
      run();
    } catch (error) {
      return assert.match(String(error), pattern, message);
    }
    fail(message, "nothing was thrown", String(pattern));
  },
};

export default assert;

// As much of node:test as the suite uses, for browsers: tests are collected and run by the page.
export const tests = [];

export default function test(name, run) {
  tests.push({ name, run });
}

// node.mjs BENCH PACKAGE ROUNDS : the benchmark in Node.js; prints one JSON object.

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const load = (path) => import(pathToFileURL(resolve(path)));

const [bench, tidings, rounds] = process.argv.slice(2);
const results = (await load(bench)).bench(await load(tidings), Number(rounds));
const versions = { 'Node.js': process.versions.node, V8: process.versions.v8 };
console.log(JSON.stringify({ where: 'Node.js', versions, results }));

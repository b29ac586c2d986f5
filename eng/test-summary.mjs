// Sums the CTRF reports that ./cairn test left in a folder: one line a project, failures and skips with their reasons,
// and at last "N passed, N failed, N skipped". A project that ended badly without a failed test counts as one failure.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const [folder, option, soakFile] = process.argv.slice(2);

function readReport(name) {
  try {
    return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')).results;
  } catch {
    return null;
  }
}

function readProject(name) {
  const [code, seconds] = readFileSync(join(folder, `${name}.exit`), 'utf8').trim().split(' ').map(Number);
  const tests = readReport(name)?.tests ?? [];
  const of = status => tests.filter(test => test.status === status);
  const passed = of('passed');
  const skipped = [...of('skipped'), ...of('pending')];
  const failed = tests.filter(test => !passed.includes(test) && !skipped.includes(test))
    .map(test => ({ name: test.name, message: [test.message, test.trace].filter(Boolean).join('\n') }));
  if (code !== 0 && failed.length === 0) failed.push(crash(name, code));
  return { name, seconds, passed: passed.length, failed, skipped, tests };
}

function crash(name, code) {
  const log = readFileSync(join(folder, `${name}.log`), 'utf8').trimEnd().split('\n').slice(-25).join('\n');
  const cause = code === 124 || code === 137 ? 'stopped: it took too long' : `ended with exit code ${code}`;
  return { name: `${name} (the project as a whole)`, message: `${cause}\n${log}` };
}

const indent = text => text.trimEnd().split('\n').map(line => `      ${line}`).join('\n');
const projects = readdirSync(folder).filter(file => file.endsWith('.exit')).sort()
  .map(file => readProject(basename(file, '.exit')));
const sum = pick => projects.reduce((total, project) => total + pick(project), 0);
const total = `${sum(p => p.passed)} passed, ${sum(p => p.failed.length)} failed, ${sum(p => p.skipped.length)} skipped`;

for (const project of projects) {
  for (const test of project.failed) console.log(`xx  ${test.name}\n${indent(test.message)}`);
}
const reasons = new Map();
for (const test of projects.flatMap(project => project.skipped)) {
  const reason = (test.message || test.extra?.reason || 'no reason given').split('\n')[0];
  reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
}
for (const [reason, count] of reasons) console.log(`--  ${count} skipped: ${reason}`);
for (const p of projects) {
  const mark = p.failed.length > 0 ? 'xx' : 'ok';
  console.log(`${mark}  ${p.name.padEnd(20)} ${p.passed} passed, ${p.failed.length} failed, ${p.skipped.length} skipped  ${p.seconds} s`);
}

// One row a project, each with the day it was last run; a run of one project leaves the rows of the others, and the notes below them.
if (option === '--soak') {
  const today = new Date().toISOString().slice(0, 10);
  const before = existsSync(soakFile) ? readFileSync(soakFile, 'utf8').split('\n') : [];
  const rows = new Map(before.map(line => [/^\| (\S+\.Tests) \|/.exec(line)?.[1], line]).filter(([name]) => name));
  const notes = before.slice(before.findLastIndex(line => line.startsWith('| ')) + 1).join('\n').trim();
  for (const p of projects) {
    const longest = p.tests.filter(test => test.duration >= 60_000).sort((a, b) => b.duration - a.duration).slice(0, 5)
      .map(test => `${test.name.split('.').slice(-2).join('.').replaceAll('|', '/').slice(0, 90)} ${Math.round(test.duration / 1000)} s`);
    rows.set(p.name, `| ${p.name} | ${today} | ${p.passed} | ${p.failed.length} | ${p.skipped.length} | ${p.seconds} | ${longest.join('; ')} |`);
  }
  writeFileSync(soakFile, ['# The long tests', '',
    'Written by `./cairn test --soak`: the full counts of kills, fuzz and simulations, every page in every view, the theories left to PostgreSQL there.', '',
    '| project | day | passed | failed | skipped | seconds | the longest |', '|---|---|--:|--:|--:|--:|---|', ...[...rows.keys()].sort().map(name => rows.get(name)), ...(notes ? ['', notes] : []), ''].join('\n'));
}

console.log(total);
process.exitCode = sum(p => p.failed.length) > 0 ? 1 : 0;

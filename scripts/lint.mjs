// Lint with types, then the format check.
import { runTool } from './tools.mjs';

const lint = runTool('oxlint', ['--type-aware', '--deny-warnings']);
const format = runTool('prettier', ['--check', '--log-level', 'warn', '.']);
if (lint === 0 && format === 0) console.log('Lint and format: nothing to complain about.');
process.exitCode = lint || format;

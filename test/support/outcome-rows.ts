import { it } from 'mocha';

/**
 * A test that backs one row of the table in docs/sign-in.md: what happens, and how it ends. `test/repo/sign-in-docs.test.ts` compares
 * the rows of the page with the calls of this function.
 */
export function row(happens: string, ends: string, test: () => Promise<void>): void {
  it(`${happens}: ${ends}`, test);
}

import axe from "axe-core";
import type { Page } from "playwright-core";

/** What axe finds, in words; decks are their authors' and are left out. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate<string[]>(`
    axe.run(document, { iframes: false, rules: { "frame-tested": { enabled: false } } }).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + " " + target + ": " + failureSummary)))
  `);
}

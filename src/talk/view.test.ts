import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apply, fold } from "./apply.ts";
import { history } from "./arbitraries.test-helper.ts";
import type { Role } from "./commands.ts";
import { projectState } from "./project.ts";
import { emptyState } from "./state.ts";
import { mayBrowse, projectEvent, updateView, type View } from "./view.ts";

const roles: readonly Role[] = ["speaker", "moderator", "audience"];

describe("what each role sees", () => {
  it("[W3] [W4] [A2] a view kept from events equals a fresh snapshot, for every role, from any moment on", () => {
    fc.assert(
      fc.property(history, fc.nat(60), fc.constantFrom(...roles), (entries, joined, role) => {
        let state = fold(entries.slice(0, joined));
        let view: View = projectState(state, role);
        for (const entry of entries.slice(joined)) {
          const outcome = apply(state, entry);
          if (outcome.kind !== "accepted") continue;
          // A client drops what is not newer than its view: two events of one seq would lose the second (W4).
          expect(outcome.events.length).toBeLessThanOrEqual(1);
          state = outcome.state;
          for (const event of outcome.events) {
            const projected = projectEvent(event, role);
            if (projected !== null) view = updateView(view, projected);
          }
        }
        expect(view).toEqual(projectState(state, role));
      }),
    );
  });

  it("[A2] the clock and the plan are the speaker's", () => {
    const timer = { event: "timer", seq: 1, at: 1, timer: { phase: "idle" }, plannedMinutes: 20 } as const;
    expect(roles.map((role) => projectEvent(timer, role) !== null)).toEqual([true, false, false]);
    expect(roles.map((role) => "timing" in projectState(emptyState, role))).toEqual([true, false, false]);
  });
});

describe("browsing", () => {
  const shown = { "0/0": -1, "1/0": 1 };
  const live = { h: 1, v: 0, f: 1 };
  const may = (browsing: View["browsing"], h: number, f: number) =>
    mayBrowse({ browsing, shown, position: live }, { h, v: 0, f });

  it("[F3] anywhere when free, nowhere when locked", () => {
    expect(may("free", 9, 3)).toBe(true);
    expect(may("locked", 0, -1)).toBe(false);
  });

  it("[F3] only what was shown already, fragments included", () => {
    expect(may("shown", 0, -1)).toBe(true);
    expect(may("shown", 1, 1)).toBe(true);
    expect(may("shown", 1, 2)).toBe(false);
    expect(may("shown", 2, -1)).toBe(false);
  });
});

import { Dialog } from "../ui/dialog.tsx";
import type { Desk } from "./desk.ts";

const keys: readonly (readonly [keys: readonly string[], what: string])[] = [
  [["Space", "N", "Page down"], "Next step"],
  [["Shift + Space", "P", "Page up"], "Step back"],
  [["←", "→", "↑", "↓"], "Step in that direction"],
  [["Home", "End"], "First slide, last slide"],
  [["G"], "Go to a slide"],
  [["B", "."], "Black out, and back"],
  [["L"], "How far the audience may look around"],
  [["F"], "Full screen, and back"],
  [["?"], "This help"],
];

export function Help({ desk }: { desk: Desk }) {
  return (
    <Dialog open={desk.help} title="Keyboard" testId="help">
      <dl class="keys">
        {keys.map(([names, what]) => (
          <div key={what}>
            <dt>
              {names.map((name) => (
                <kbd key={name}>{name}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p class="quiet">
        The keys work beside the slide and inside it. A clicker works too. Lines between the panels can be dragged, or
        moved with the arrows; a double click puts them back.
      </p>
    </Dialog>
  );
}

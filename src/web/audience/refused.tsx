/** Says why this screen is no longer part of the talk. */
import { refusalText } from "../ui/i18n/text.ts";
import type { Talk } from "../ui/talk.ts";

export function Refused({ talk: { status, client } }: { talk: Talk }) {
  if (status.value !== "refused" || client.refusal === undefined) return null;
  return (
    <div class="problem" role="alert" data-testid="refused">
      <p class="card">{refusalText(client.refusal)}</p>
    </div>
  );
}

import { signal } from "@preact/signals";
import { describe, expect, it, vi } from "vitest";
import { CommandRefused, type Happening, type Own } from "../../../client/client.ts";
import { defaultFeatures } from "../../../talk/features.ts";
import type { PollAnswer, PollView } from "../../../talk/polls.ts";
import type { Talk } from "../../ui/talk.ts";
import { type Ballot, createBallot } from "./ballot.ts";

const poll: PollView = {
  poll: {
    id: "tools",
    question: "What do you use?",
    kind: "choice",
    options: ["a", "b", "c"],
    maxChoices: 3,
    right: [],
    points: 0,
    time: null,
    reveal: "live",
  },
  phase: "open",
  closesAt: null,
  revealed: null,
};

type Sent = { readonly answer: PollAnswer | null; accept(): void; refuse(why: string): void };

/** A ballot at the end of a link that answers when the test says so. */
function ballotOnALink(): { ballot: Ballot; sent: Sent[]; tell(answer: PollAnswer): void } {
  vi.stubGlobal("document", { activeElement: null });
  const sent: Sent[] = [];
  const listeners: ((happening: Happening) => void)[] = [];
  const own = (answers: Own["answers"]): Own =>
    ({ name: null, muted: false, written: [], waiting: [], upvotes: [], answers, handUp: false, pace: null }) as Own;
  const send = ({ answer }: { answer: PollAnswer | null }): Promise<number> =>
    new Promise((resolve, reject) => {
      sent.push({
        answer,
        accept: () => resolve(1),
        refuse: (why) => reject(new CommandRefused("bad-answer", why)),
      });
    });
  const client = {
    own: own({}),
    tallies: { upvotes: {}, polls: {} },
    on: (listener: (happening: Happening) => void) => listeners.push(listener),
    now: () => 0,
    send,
  };
  const talk = {
    client,
    view: signal({ features: defaultFeatures, polls: { tools: poll } }),
    status: signal("live"),
    send: (body: { answer: PollAnswer | null }) => void send(body).catch(() => {}),
  } as unknown as Talk;
  const ballot = createBallot(talk, () => {});
  const tell = (answer: PollAnswer): void => {
    for (const listener of listeners) listener({ type: "own", own: own({ tools: answer }) });
  };
  return { ballot, sent, tell };
}

describe("an answer on its way", () => {
  it("[P4] stays what was tapped last while the server still tells of the one before", async () => {
    const { ballot, sent, tell } = ballotOnALink();
    ballot.vote("tools", [0]);
    ballot.vote("tools", [0, 1]);
    sent[0]?.accept();
    tell([0]);
    await vi.waitFor(() => expect(ballot.answerTo("tools")).toEqual([0, 1]));
    sent[1]?.accept();
    tell([0, 1]);
    await vi.waitFor(() => expect(ballot.answerTo("tools")).toEqual([0, 1]));
  });

  it("[P4] that is refused does not count, and says why", async () => {
    const { ballot, sent, tell } = ballotOnALink();
    tell([2]);
    ballot.vote("tools", [0]);
    expect(ballot.answerTo("tools")).toEqual([0]);
    sent[0]?.refuse("That is not an answer to this poll.");
    await vi.waitFor(() => expect(ballot.answerTo("tools")).toEqual([2]));
    expect(ballot.problemWith("tools")).toBe("That is not an answer to this poll.");
  });
});

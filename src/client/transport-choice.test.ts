import { describe, expect, it } from "vitest";
import { TransportChoice } from "./transport-choice.ts";

describe("the choice of a transport", () => {
  it("[T1] goes to the next at once, and waits when all have been tried", () => {
    const choice = new TransportChoice();
    const tried = Array.from({ length: 6 }, () => [choice.current, choice.failed()]);
    const round = [
      ["websocket", true],
      ["sse", true],
      ["poll", false],
    ];
    expect(tried).toEqual([...round, ...round]);
  });

  it("[T1] stays with what has worked through two failures, as when a server restarts", () => {
    const choice = new TransportChoice();
    choice.worked();
    expect([choice.failed(), choice.failed(), choice.current]).toEqual([false, false, "websocket"]);
    expect([choice.failed(), choice.current]).toEqual([true, "sse"]);
    choice.worked();
    expect([choice.failed(), choice.current, choice.canReturn]).toEqual([false, "sse", true]);
  });

  it("[T1] begins with what worked the last time, and knows the way back", () => {
    const choice = new TransportChoice(undefined, "poll");
    expect([choice.current, choice.canReturn]).toEqual(["poll", true]);
    choice.prefer("websocket");
    expect([choice.current, choice.canReturn]).toEqual(["websocket", false]);
  });

  it("[T1] has nothing to go to where one is forced", () => {
    const choice = new TransportChoice(["sse"]);
    expect([choice.failed(), choice.current, choice.canReturn]).toEqual([false, "sse", false]);
  });
});

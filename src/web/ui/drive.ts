/**
 * Where a speaker's device stands, and when it must be put somewhere else. Pure.
 *
 * Several devices drive one talk and the last durable move wins (rule F5). While moves made here are unanswered, what
 * others did is only noted: else an older `slide` would pull this deck back in the middle of quick steps (rule F4).
 * When every own move is answered, the deck goes to the position with the highest seq.
 */
import type { Position } from "../../talk/commands.ts";
import { samePosition } from "../../talk/position.ts";

export type Drive = {
  /** Where this device's deck stands. */
  readonly at: Position;
  /** The newest position known to be durable, and its place in which log. */
  readonly live: Position;
  readonly seq: number;
  readonly epoch: string;
  /** Own moves the server has not answered yet. */
  readonly unanswered: number;
};

export type DriveInput =
  /** The person here moved the deck; the move is on its way to the server. */
  | { readonly type: "moved"; readonly to: Position }
  /** The talk as the server told it, up to `seq`. */
  | { readonly type: "told"; readonly epoch: string; readonly seq: number; readonly live: Position }
  /** An own move is durable as entry `seq`. */
  | { readonly type: "accepted"; readonly seq: number; readonly to: Position }
  | { readonly type: "refused" };

/** The next state; `show` is where the deck must be put, undefined when it is already right. */
export type Driven = { readonly drive: Drive; readonly show: Position | undefined };

export function startDrive(epoch: string, seq: number, live: Position): Drive {
  return { at: live, live, seq, epoch, unanswered: 0 };
}

export function driven(drive: Drive, input: DriveInput): Driven {
  switch (input.type) {
    case "moved":
      return { drive: { ...drive, at: input.to, unanswered: drive.unanswered + 1 }, show: undefined };
    case "told":
      return settle(told(drive, input));
    case "accepted":
      return settle(newer({ ...drive, unanswered: drive.unanswered - 1 }, input.seq, input.to));
    case "refused":
      return settle({ ...drive, unanswered: drive.unanswered - 1 });
  }
}

function told(drive: Drive, { epoch, seq, live }: DriveInput & { type: "told" }): Drive {
  // Another log counts from 1 again; its positions cannot be compared with the old one's.
  return epoch === drive.epoch ? newer(drive, seq, live) : { ...drive, epoch, seq, live };
}

/** An answer may overtake the events before it, so the position with the highest seq counts, whoever told it. */
function newer(drive: Drive, seq: number, live: Position): Drive {
  return seq < drive.seq ? drive : { ...drive, seq, live };
}

function settle(drive: Drive): Driven {
  if (drive.unanswered > 0 || samePosition(drive.at, drive.live)) return { drive, show: undefined };
  return { drive: { ...drive, at: drive.live }, show: drive.live };
}

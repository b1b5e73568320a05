/** Makes what a new talk is known and protected by. All randomness comes from the operating system. */
import { randomBytes, randomInt, randomUUID } from "node:crypto";
import type { TalkIdentity } from "../log/talk-log.ts";

/** Letters and digits that cannot be mistaken for each other when read from a wall. */
const codeAlphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
const codeLength = 6;
/** 192 bits (rule A1 asks for 128). */
const keyBytes = 24;

export function newIdentity(now: number): TalkIdentity {
  return {
    epoch: randomUUID(),
    code: Array.from({ length: codeLength }, () => codeAlphabet[randomInt(codeAlphabet.length)]).join(""),
    speakerKey: randomBytes(keyBytes).toString("base64url"),
    moderatorKey: randomBytes(keyBytes).toString("base64url"),
    secret: randomBytes(keyBytes).toString("base64url"),
    createdAt: now,
  };
}

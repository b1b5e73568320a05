import { expect, it } from "vitest";
import { testIdentity } from "../log/contract.ts";
import { newParticipant, roleOf, verifyParticipant } from "./participants.ts";

it("[A1] a participant's key certifies itself, under one talk's secret only", () => {
  const one = newParticipant("secret");
  expect(verifyParticipant("secret", one.key)).toEqual(one);
  expect(verifyParticipant("another", one.key)).toBeUndefined();
  for (const forged of ["", ".", one.id, `${one.id}.`, `.${one.key}`, one.key.slice(0, -1), `x${one.key}`]) {
    expect(verifyParticipant("secret", forged), forged).toBeUndefined();
  }
  expect(newParticipant("secret").id).not.toBe(one.id);
});

it("[A1] a key gives its role and nothing else does", () => {
  expect(roleOf(testIdentity, undefined)).toBe("audience");
  expect(roleOf(testIdentity, testIdentity.speakerKey)).toBe("speaker");
  expect(roleOf(testIdentity, testIdentity.moderatorKey)).toBe("moderator");
  for (const wrong of ["", "x", testIdentity.secret, `${testIdentity.speakerKey}x`]) {
    expect(roleOf(testIdentity, wrong)).toBeUndefined();
  }
});

/**
 * Who somebody is. A participant's key certifies itself: an id and an HMAC of it under the talk's secret, so ten
 * thousand people join without one write and come back after a crash as who they were.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { TalkIdentity } from "../log/talk-log.ts";
import type { Role } from "../talk/commands.ts";

export type Participant = { readonly id: string; readonly key: string };

export function newParticipant(secret: string): Participant {
  const id = Buffer.from(crypto.getRandomValues(new Uint8Array(9))).toString("base64url");
  return { id, key: `${id}.${sign(secret, id)}` };
}

/** The participant a key was made for, or undefined when this talk did not make it. */
export function verifyParticipant(secret: string, key: string): Participant | undefined {
  const [id, signature] = key.split(".");
  if (!id || !signature || !sameSecret(signature, sign(secret, id))) return undefined;
  return { id, key };
}

/** The role a key gives; no key is audience, a wrong one is undefined. */
export function roleOf(identity: TalkIdentity, key: string | undefined): Role | undefined {
  if (key === undefined) return "audience";
  if (sameSecret(key, identity.speakerKey)) return "speaker";
  if (sameSecret(key, identity.moderatorKey)) return "moderator";
  return undefined;
}

/** Compares in constant time, whatever the lengths (rule A1). */
function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(text: string): Buffer {
  return createHmac("sha256", "compare").update(text).digest();
}

function sign(secret: string, id: string): string {
  return createHmac("sha256", secret).update(id).digest("base64url");
}

// Ids: opaque, with a kind and the jurisdiction that the data lives in, so that a Durable Object is found from the id alone.
import { z } from "zod";

/** Where a client's data lives: fixed when the client is created (Cloudflare's `jurisdiction`; `none` is anywhere). */
export const Jurisdiction = z.enum(["none", "eu", "fedramp"]);
export type Jurisdiction = z.infer<typeof Jurisdiction>;

const letters = { none: "g", eu: "e", fedramp: "f" } as const satisfies Record<Jurisdiction, string>;

const prefixes = {
	client: "c",
	person: "p",
	session: "s",
	plan: "pl",
	run: "r",
	endpoint: "e",
	draft: "d",
	blob: "b",
	erasure: "x",
	share: "h",
	snippet: "sn",
	standing: "a",
	amendment: "am",
} as const;
export type IdKind = keyof typeof prefixes;

// Crockford's base 32, lower case: no i, l, o, u to be misread. 16 of them are 80 random bits.
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
const pattern = (kind: IdKind) =>
	z.string().regex(new RegExp(`^${prefixes[kind]}_[gef][${alphabet}]{16}$`), `not a ${kind} id`);

export const ClientId = pattern("client");
export const PersonId = pattern("person");
export const SessionId = pattern("session");
export const PlanId = pattern("plan");
export const RunId = pattern("run");
export const EndpointId = pattern("endpoint");
export const DraftId = pattern("draft");
export const BlobId = pattern("blob");
export const ErasureId = pattern("erasure");
export const ShareId = pattern("share");
export const SnippetId = pattern("snippet");
export const StandingId = pattern("standing");
export const AmendmentId = pattern("amendment");

/** A new random id of a kind, e.g. `s_g0k3…` for a session without a jurisdiction. */
export const newId = (kind: IdKind, jurisdiction: Jurisdiction): string => {
	const random = crypto.getRandomValues(new Uint8Array(16));
	return `${prefixes[kind]}_${letters[jurisdiction]}${Array.from(random, (byte) => alphabet[byte % 32]).join("")}`;
};

/** The jurisdiction that an id carries. The id must have been decoded before. */
export const jurisdictionOf = (id: string): Jurisdiction => {
	const letter = id[id.indexOf("_") + 1];
	const found = Jurisdiction.options.find((name) => letters[name] === letter);
	if (!found) throw new TypeError(`id without a jurisdiction: ${id}`);
	return found;
};

/** What people see of a session or plan id: four characters, upper case. Not unique; never looked up by. */
export const shortId = (id: string): string => id.slice(-4).toUpperCase();

/** The name of a running agent, shown in transcripts: `caisey-runtime-7a3f-dc2`. New each time an agent process starts. */
export const RuntimeId = z.string().regex(/^caisey-runtime-[0-9a-f]{4}-[0-9a-f]{3}$/, "not a runtime id");

/** Milliseconds since 1970 UTC, whole. The Worker's clock unless a name says otherwise. */
export const Instant = z.int().min(0);
export type Instant = z.infer<typeof Instant>;

/** SHA-256, lower-case hexadecimal. */
export const Sha256Hex = z.string().regex(/^[0-9a-f]{64}$/, "not a SHA-256 in hexadecimal");

/** An Ed25519 public key, raw 32 bytes, base64: the last letter has no spare bits. */
export const PublicKey = z
	.string()
	.regex(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/, "not an Ed25519 public key in base64");

/** An Ed25519 signature, raw 64 bytes, base64: the last letter has no spare bits. */
export const Signature = z
	.string()
	.regex(/^[A-Za-z0-9+/]{85}[AQgw]==$/, "not an Ed25519 signature in base64");

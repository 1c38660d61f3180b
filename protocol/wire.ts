// The agent's control socket: JSON text messages, every one decoded by a schema on either side.
import { z } from "zod";
import { longest, Text } from "./bounds.ts";
import { utf8 } from "./bytes.ts";
import { ClientId, EndpointId, PlanId, PublicKey, RuntimeId, SessionId, Signature } from "./ids.ts";
import { SignedSuccession } from "./keys.ts";
import { Machine } from "./machine.ts";
import { Approvers, CredentialId } from "./plan/passkey.ts";
import { Shell } from "./plan/plan.ts";
import { PreflightAnswer } from "./plan/preflight.ts";
import { mostSecrets } from "./plan/secret-name.ts";
import { DiskState } from "./record/records.ts";
import { SealedSecret, SealingKey } from "./sealing.ts";

/** The versions of this protocol that this code speaks, newest first. The Worker supports two back. */
export const protocolVersions = [1];

/** Bytes of one message of a WebSocket (https://developers.cloudflare.com/durable-objects/platform/limits/). */
const mostInMessage = 33_554_432;

const Base64 = z
	.string()
	.max(2 * longest)
	.regex(
		/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$/,
		"not base64",
	);
const Nonce = z.string().regex(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/, "not 32 bytes in base64");

/** Cuts a longer text instead of rejecting it, so that a talkative agent still gets through. */
const upTo = (kept: number) =>
	z
		.string()
		.max(mostInMessage)
		.transform((text) =>
			text.length > kept ? `${text.slice(0, kept - 1).replace(/[\ud800-\udbff]$/, "")}…` : text,
		);
const first = <T extends z.ZodType>(kept: number, one: T) =>
	z
		.array(one)
		.max(mostInMessage)
		.transform((all) => all.slice(0, kept));

/** What the endpoint says about itself, unchecked: people choose it by this, and drift compares it. */
export const Inventory = z.strictObject({
	hostname: upTo(255),
	os: upTo(255),
	arch: upTo(64),
	agentVersion: upTo(64),
	/** The account that the agent runs as: "the agent's account". */
	user: upTo(255),
	elevated: z.boolean(),
	/** Who is logged on at the screen; empty: no one, or the agent can't tell. */
	loggedOn: first(100, upTo(255)),
	shells: first(10, z.strictObject({ shell: Shell, path: upTo(4_096), version: upTo(255).nullable() })),
	bootId: upTo(128),
});
export type Inventory = z.infer<typeof Inventory>;

/** POST /agent/enroll */
export const EnrollRequest = z.strictObject({
	v: z.literal(1),
	token: z.string().min(1).max(200),
	key: PublicKey,
	inventory: Inventory,
});
export type EnrollRequest = z.infer<typeof EnrollRequest>;
export const EnrollResponse = z.discriminatedUnion("ok", [
	z.strictObject({
		ok: z.literal(true),
		endpoint: EndpointId,
		name: Text,
		client: ClientId,
		clientName: Text,
		/** The Worker's key, pinned from now on. */
		worker: z.strictObject({ keyId: Text, key: PublicKey }),
		/** Whose passkeys decide, pinned from now on. Only to an agent that knows them. */
		approvers: Approvers.exactOptional(),
	}),
	z.strictObject({ ok: z.literal(false), error: Text }),
]);
export type EnrollResponse = z.infer<typeof EnrollResponse>;

/** A plan that the agent accepted and whose records the Worker doesn't fully have yet. */
export const Journalled = z.strictObject({ plan: PlanId, state: z.enum(["running", "ended"]) });
export type Journalled = z.infer<typeof Journalled>;

export const FromAgent = z.discriminatedUnion("type", [
	/** The first message, answering the challenge. `signature` is over `helloMessage`. `instance` is new with each process. */
	z.strictObject({
		type: z.literal("hello"),
		versions: z.array(z.int()).max(1_000).min(1),
		endpoint: EndpointId,
		runtime: RuntimeId,
		instance: z.string().min(16).max(64),
		signature: Signature,
		inventory: Inventory,
		plans: z.array(Journalled).max(100_000),
		/** Missing: an older agent. */
		machine: Machine.optional(),
	}),
	/** Answers an offer: this challenge, once, within a minute, starts that plan. */
	z.strictObject({ type: z.literal("ready"), plan: PlanId, challenge: Nonce }),
	/** The plan is in the journal and will be run; never offer it again. */
	z.strictObject({ type: z.literal("accepted"), plan: PlanId }),
	/** Nothing ran because of this grant, and nothing will; nor because of another one on its way, unless the agent
	 * accepted the plan before. `code` for programs, `reason` for people; `session` as the plan's bytes say, if they can be read. */
	z.strictObject({
		type: z.literal("refused"),
		plan: PlanId,
		session: SessionId.nullable(),
		code: z.enum([
			"signature",
			"challenge",
			"run-by",
			"endpoint",
			"digest",
			"plan",
			"key",
			"replay",
			"runs",
			"unable",
			"disk-full",
			"disk-failing",
			"secret",
			"passkey",
		]),
		reason: z.string().max(2_000),
	}),
	/** Every run of the plan has ended, and every record of it was acked. */
	z.strictObject({ type: z.literal("finished"), plan: PlanId }),
	z.strictObject({ type: z.literal("inventory"), inventory: Inventory }),
	/** The key that the welcome named is not obeyed, and why. */
	z.strictObject({ type: z.literal("distrusts"), key: PublicKey, reason: z.string().max(2_000) }),
	/** The disk takes nothing more, or does again; said after the welcome too where it takes nothing. */
	z.strictObject({ type: z.literal("disk"), state: DiskState }),
	z.strictObject({ type: z.literal("alive") }),
	/** Answers a request of this nonce for a preflight. */
	z.strictObject({ type: z.literal("preflighted"), nonce: Nonce, answer: PreflightAnswer }),
	/** Answers `approvers`: which keys count here now, how that began, and how many different approvers have to sign. */
	z.strictObject({
		type: z.literal("pinned"),
		how: z.enum(["enrolled", "first", "local", "vouched"]),
		needed: z.int(),
		credentials: z.array(CredentialId).max(500),
	}),
	/** Answers `sealing-key?`. */
	z.strictObject({ type: z.literal("sealing-key"), ...SealingKey.shape }),
]);
export type FromAgent = z.infer<typeof FromAgent>;

export const ToAgent = z.discriminatedUnion("type", [
	z.strictObject({ type: z.literal("challenge"), nonce: Nonce }),
	/** `key` is the one that the Worker has now; `succession` how the keys before it lead to it, oldest first. */
	z.strictObject({
		type: z.literal("welcome"),
		version: z.int(),
		key: PublicKey,
		succession: z.array(SignedSuccession).max(1_000),
		/** Why nothing runs here until an owner confirms this machine. Only to an agent that says on which machine it runs. */
		held: z.string().max(2_000).optional(),
		/** Whether people can answer what a running step asks; missing: an older Worker, which brings no question to anyone. Only to
		 * an agent that knows this. */
		questions: z.literal(true).optional(),
	}),
	/** The connection can't be used; `reason` says what to do. The agent retries later when `retry`, else it stops. */
	z.strictObject({ type: z.literal("rejected"), reason: Text, retry: z.boolean() }),
	z.strictObject({ type: z.literal("offer"), plan: PlanId }),
	z.strictObject({
		type: z.literal("grant"),
		plan: Base64,
		grant: Base64,
		signature: Signature,
		/** The plan's secrets, sealed to this agent. Only to an agent that knows them. */
		secrets: z.array(SealedSecret).max(mostSecrets).exactOptional(),
	}),
	/** End this plan: what runs is ended with its tree, what waits is skipped. */
	z.strictObject({ type: z.literal("cancel"), plan: PlanId, by: z.string().max(200) }),
	/** The answer to a question of a step that runs: the bytes of a SignedAnswer. It may come again. */
	z.strictObject({ type: z.literal("answer"), answer: Base64, signature: Signature }),
	/** Asks for `sealing-key`: what people encrypt to. Only of an agent that knows secrets, after the welcome. */
	z.strictObject({ type: z.literal("sealing-key?") }),
	/** Whose passkeys decide at this client. Only to an agent that knows them, and before each grant with proofs. */
	z.strictObject({ type: z.literal("approvers"), approvers: Approvers }),
	/** Asks for `alive`: is anyone still behind this connection? */
	z.strictObject({ type: z.literal("alive?") }),
	/** Asks for `preflighted`; only an agent that knows it. `signature` is over `preflightMessage`. */
	z.strictObject({ type: z.literal("preflight"), request: Base64, signature: Signature }),
]);
export type ToAgent = z.infer<typeof ToAgent>;

/** What proves that the agent's key opened this control socket; v2 where the hello names the machine: so that no one between
 * can change or drop it. */
export const helloMessage = (
	endpoint: string,
	runtime: string,
	instance: string,
	nonce: string,
	machine?: Machine,
): Uint8Array<ArrayBuffer> => {
	const about = `${endpoint}\n${runtime}\n${instance}\n${nonce}`;
	if (!machine) return utf8(`caisey hello v1\n${about}`);
	const { host, id, boot, count, at } = machine;
	return utf8(`caisey hello v2\n${about}\n${JSON.stringify([host, id, boot, count, at])}`);
};

/** Paths on the Worker. */
export const agentPaths = {
	enroll: "/agent/enroll",
	/** WebSocket. */
	control: (endpoint: string) => `/agent/${endpoint}/control`,
	/** WebSocket. */
	data: (endpoint: string, run: string) => `/agent/${endpoint}/runs/${run}/data`,
} as const;

/** Either socket: a protocol ping from the agent is answered without waking the Worker's object. */
export const pingText = "ping";
export const pongText = "pong";

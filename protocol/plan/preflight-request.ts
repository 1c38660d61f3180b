// The signed request for a preflight: the Worker's to one endpoint, with the steps of a plan that isn't made yet.
import { z } from "zod";
import { concat, fromUtf8, utf8 } from "../bytes.ts";
import { EndpointId } from "../ids.ts";
import { choices } from "./plan.ts";

/** What the Worker asks of one endpoint: the steps as they would run. It executes nothing, whoever asks. */
export const PreflightRequest = z.strictObject({
	v: z.literal(1),
	/** Which of the Worker's keys signed. */
	keyId: z.string().min(1).max(64),
	endpoint: EndpointId,
	/** Names the request; the agent answers each once. 32 bytes, base64. */
	nonce: z.string().regex(/^[A-Za-z0-9+/]{43}=$/),
	/** How long the Worker waits for the answer, in ms. */
	withinMs: z.int().min(100).max(60_000),
	shell: choices.shell,
	runAs: choices.runAs,
	cwd: choices.cwd,
	steps: choices.steps,
});
export type PreflightRequest = z.infer<typeof PreflightRequest>;

const prefix = utf8("caisey preflight v1\n");

/** The request's bytes as they travel. */
export const preflightBytes = (request: PreflightRequest): Uint8Array<ArrayBuffer> =>
	utf8(JSON.stringify(PreflightRequest.parse(request)));

/** What is signed: the purpose, then the bytes as they travel. */
export const preflightMessage = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => concat(prefix, bytes);

/** Reads a request's bytes, after its signature was verified; throws on anything else. */
export const readPreflight = (bytes: Uint8Array): PreflightRequest =>
	PreflightRequest.parse(JSON.parse(fromUtf8(bytes)));

// The data socket of a run: who opens it, and how far the Worker has its records.
import { z } from "zod";
import { longestInRecord } from "../bounds.ts";
import { utf8 } from "../bytes.ts";
import { Signature } from "../ids.ts";

/** Text messages of the data socket, Worker to agent: first the challenge, after the hello where to resume, then acks. */
export const DataFromWorker = z.discriminatedUnion("type", [
	z.strictObject({ type: z.literal("challenge"), nonce: z.string().max(longestInRecord) }),
	/** The last record that is stored durably: 0 for none. The agent sends from the next one on. */
	z.strictObject({ type: z.literal("ack"), n: z.int().min(0) }),
	/** Records of this run contradict the stored ones: the Worker takes no more of it. The agent keeps what it has, and stops. */
	z.strictObject({ type: z.literal("rejected"), reason: z.string().max(longestInRecord) }),
]);
export type DataFromWorker = z.infer<typeof DataFromWorker>;

/** The one text message of the data socket, agent to Worker; then binary frames. The signature is over `dataHelloMessage`. */
export const DataHello = z.strictObject({ type: z.literal("hello"), v: z.literal(1), signature: Signature });
export type DataHello = z.infer<typeof DataHello>;

/** What proves that the agent's key opened this data socket: valid for one endpoint, run and nonce. */
export const dataHelloMessage = (endpoint: string, run: string, nonce: string): Uint8Array<ArrayBuffer> =>
	utf8(`caisey data v1\n${endpoint}\n${run}\n${nonce}`);

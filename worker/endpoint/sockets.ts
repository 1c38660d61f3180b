// The agent's control sockets, and what each of them is: kept with the socket across hibernation.
import { z } from "zod";
import type { ToAgent } from "../../protocol/wire.ts";

const Attachment = z.discriminatedUnion("stage", [
	z.object({ stage: z.literal("challenged"), nonce: z.string() }),
	z.object({ stage: z.literal("live"), instance: z.string(), runtime: z.string() }),
	/** Another process came with the same key: is this one still there? */
	z.object({ stage: z.literal("doubted"), instance: z.string(), runtime: z.string() }),
]);
export type Attachment = z.infer<typeof Attachment>;
export type Live = Extract<Attachment, { stage: "live" | "doubted" }>;

export const attach = (socket: WebSocket, attachment: Attachment): void =>
	socket.serializeAttachment(attachment);

export const attachmentOf = (socket: WebSocket): Attachment =>
	Attachment.parse(socket.deserializeAttachment());

export const send = (socket: WebSocket, message: ToAgent): void => socket.send(JSON.stringify(message));

/** Ends a connection with its reason; `retry`: whether another try may go better. */
export const reject = (socket: WebSocket, reason: string, retry: boolean): void => {
	send(socket, { type: "rejected", reason, retry });
	socket.close(1008, reason.slice(0, 120));
};

export const socketsOf = (ctx: Pick<DurableObjectState, "getWebSockets">) => {
	/** Open connections on which the agent has proven itself. */
	const live = (): { socket: WebSocket; live: Live }[] =>
		ctx.getWebSockets().flatMap((socket) => {
			const attachment = attachmentOf(socket);
			return attachment.stage === "challenged" || socket.readyState !== WebSocket.OPEN
				? []
				: [{ socket, live: attachment }];
		});
	return {
		live,
		/** To the agent, unless someone doubts that it is the endpoint's. */
		tell: (message: ToAgent): void => {
			for (const { socket, live: one } of live()) if (one.stage === "live") send(socket, message);
		},
		rejectAll: (reason: string): void => {
			for (const socket of ctx.getWebSockets()) reject(socket, reason, false);
		},
	};
};
export type Sockets = ReturnType<typeof socketsOf>;

// An agent that leaves as soon as it is greeted: with which code its connection ends tells whether the Worker answered.
import { WebSocket } from "ws";
import type { World } from "../world.ts";

/** Without a status: the other side answered the close. */
export const answered = 1005;

/** Opens an agent's socket at this path and closes it at the first message; resolves with the code that it ended with. */
export const leaveAtOnce = (world: World, path: string): Promise<number> => {
	const socket = new WebSocket(`${world.workerUrl.replace("http", "ws")}${path}`);
	socket.once("message", () => socket.close());
	return new Promise((resolve, reject) => {
		socket.on("error", reject);
		socket.on("close", resolve);
	});
};

// What an Endpoint may be asked. Its `fetch` takes the agent's control socket.
import type { Hold } from "../../protocol/machine.ts";
import type { Inventory } from "../../protocol/wire.ts";

export interface EndpointContract {
	/** Ties this object to the key that was made at enrollment. A later enrollment of the same name is another object. */
	enrolled(identity: { id: string; client: string; key: string; inventory: Inventory }): Promise<void>;
	/** The endpoint is no longer its client's: its agent is sent away, what waits for it is not delivered. */
	retire(): Promise<void>;
	/** Why nothing more is delivered until an owner confirms its machine; null: it is the one that it was. */
	hold(): Promise<Hold | null>;
	/** An owner confirms the machine of the hold that they were shown. False: it is another one by now. */
	confirm(shown: Hold): Promise<boolean>;
	/** A plan for this endpoint: offered now if the agent is there, else when it is back before `runBy`. Both in ms. */
	enqueue(queued: { plan: string; session: string; notBefore: number; runBy: number }): Promise<void>;
	/** Ends a plan: what is undelivered never arrives; what runs must stop, now or when the agent is back. */
	cancel(plan: string, by: string): Promise<void>;
}

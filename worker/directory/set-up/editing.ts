// Changes one client's part of the set-up, as a person does it in the console. Pure.
import { Setup } from "../../../protocol/setup.ts";
import type { SetupEdit } from "../../../protocol/setup-edit.ts";

type ClientSetup = Setup["clients"][string];

/** In the canonical form, in which unchanged entries equal what they were. */
export const edited = (setup: Setup, key: string, client: ClientSetup, edit: SetupEdit): Setup =>
	Setup.parse({ ...setup, clients: { ...setup.clients, [key]: { ...client, ...changed(client, edit) } } });

const changed = ({ people, endpoints }: ClientSetup, edit: SetupEdit): Partial<ClientSetup> => {
	switch (edit.edit) {
		case "person": {
			const { edit: _, key, ...person } = edit;
			return { people: { ...people, [key]: person } };
		}
		case "remove-person":
			return { people: without(people, edit.key) };
		case "policy":
			return { policy: edit.policy };
		case "channels":
			return { channels: edit.channels };
		case "machine":
			return { endpoints: { ...endpoints, [edit.name]: { description: edit.description } } };
		case "remove-machine":
			return { endpoints: without(endpoints, edit.name) };
	}
};

const without = <T>(all: Record<string, T>, key: string): Record<string, T> =>
	Object.fromEntries(Object.entries(all).filter(([name]) => name !== key));

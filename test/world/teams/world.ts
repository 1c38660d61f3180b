// A whole Caisey whose client is in Teams, with the connector and the identity services of a test.
import type { z } from "zod";
import type { Setup } from "../../../protocol/setup.ts";
import { acmeSetup, startWorld } from "../world.ts";
import { app, startConnector } from "./connector.ts";
import { channel, channelNo, channels, idOf, TeamsPerson, tenant } from "./person.ts";

export type TeamsWorld = Awaited<ReturnType<typeof startTeamsWorld>>;

/** Acme Dental in Teams alone: the same people as in Slack. */
export const teamsSetup = (): z.input<typeof Setup> => {
	const setup = acmeSetup();
	const acme = setup.clients["acme-dental"];
	if (!acme) throw new Error("Acme Dental is missing");
	const teams = (handle: string) => [`teams:${tenant}:${idOf(handle)}`];
	return {
		...setup,
		staff: Object.fromEntries(
			Object.entries(setup.staff ?? {}).map(([key, person]) => [key, { ...person, identities: teams(key) }]),
		),
		workspaces: { [`teams:${tenant}`]: {} },
		clients: {
			"acme-dental": {
				...acme,
				channels: [
					channel,
					...Array.from({ length: channels }, (_, n) => channelNo(n)),
					"19:group@thread.v2",
					"a:dana",
				].map((id) => `teams:${tenant}:${id}`),
				people: Object.fromEntries(
					Object.entries(acme.people ?? {}).map(([key, person]) => [
						key,
						{ ...person, identities: teams(key) },
					]),
				),
			},
		},
	};
};

export const startTeamsWorld = async (options: Parameters<typeof startWorld>[0] = {}) => {
	const connector = await startConnector();
	try {
		const world = await startWorld({
			setup: teamsSetup(),
			...options,
			vars: {
				TEAMS_APP_ID: app.id,
				TEAMS_APP_PASSWORD: app.password,
				TEAMS_TENANT: app.tenant,
				TEAMS_IDENTITY_URL: connector.url,
			},
		});
		return {
			...world,
			connector,
			teams: (handle: string, of?: string) => new TeamsPerson(connector, world.workerUrl, handle, of),
			stop: async () => {
				await world.stop();
				await connector.stop();
			},
		};
	} catch (error) {
		await connector.stop();
		throw error;
	}
};

// For tests: delivers an activity as Teams' connector would, with a token that it signed, and gives the outcome.
import { afterAll, beforeAll, beforeEach, vi } from "vitest";
import { type Connector, startConnector } from "../../../../test/world/teams/connector.ts";
import type { Backend } from "../../../backend.ts";
import { recordingBackend } from "../../../testing/backend.ts";
import type { Came } from "../../../testing/came.ts";
import { tokenSource } from "../../call/token.ts";
import { createTeams } from "../../index.ts";
import { app, dana, type Meant, person, serviceUrl } from "./acme.ts";

/** `files`: pictures and files by name, at the connector and in SharePoint. */
export const deliveryTo = (files: Record<string, Uint8Array>) => {
	let connector: Connector;
	beforeAll(async () => {
		connector = await startConnector();
		for (const [name, bytes] of Object.entries(files)) connector.files.bytes.set(name, bytes);
		const passed = globalThis.fetch;
		vi.stubGlobal("fetch", (input: string | URL | Request, init?: RequestInit) => {
			const { hostname, pathname, search } = new URL(input instanceof Request ? input.url : input);
			if (hostname === "smba.trafficmanager.net") return passed(`${connector.url}${pathname}${search}`, init);
			const name = pathname.split("/").at(-1);
			return hostname.endsWith(".sharepoint.com")
				? passed(`${connector.url}/${connector.files.file(name ?? "")}`, init)
				: passed(input, init);
		});
	});
	beforeEach(() => void connector.calls.splice(0));
	afterAll(async () => {
		vi.unstubAllGlobals();
		await connector.stop();
	});
	return async (activity: object, answers: Partial<Backend> = {}): Promise<Came<Meant>> => {
		const registered = { ...app, local: false, identityUrl: connector.url };
		const recorded = recordingBackend(answers);
		const means = recorded.intents as Meant[];
		const [errors, work]: [unknown[], Promise<unknown>[]] = [[], []];
		const bot = createTeams({
			app: registered,
			tokens: tokenSource(registered, Date.now),
			backend: recorded.backend,
			meet: async (met) => {
				const said = met.said && { ...met.said, print: printed(met.said.print) };
				means.push(["meet", { ...met, said }]);
				return null;
			},
			identityOf: async (_, userId) => (userId === dana.id ? person(dana).identity : null),
			came: async (coming) => void means.push(["came", coming]),
			named: async (named) => void means.push(["named", named]),
			now: Date.now,
			log: (error) => `error-${errors.push(error)}`,
		});
		const request = new Request("https://caisey.example/teams/messages", {
			method: "POST",
			headers: {
				"content-type": "application/json; charset=utf-8",
				authorization: `Bearer ${connector.identity.token(serviceUrl)}`,
			},
			body: JSON.stringify(activity),
		});
		const response = await bot.handle(request, { waitUntil: (one) => work.push(one) });
		const text = await response.text();
		for (let i = 0; i < work.length; i++) await work[i];
		return {
			status: response.status,
			answer: text.startsWith("{") ? JSON.parse(text) : text,
			means,
			calls: connector.calls.splice(0),
			errors,
		};
	};
};

const printed = (print: string): string => (/^[0-9a-f]{64}$/.test(print) ? "a print" : print);

// “Sign in with Microsoft” in this process: emulate's own routes on our own store, so that people's object ids are fixed and a
// set-up file can name them (the packaged service makes random ones).
import { createEmulator, defineEmulator } from "emulate";
import { z } from "zod";
import { createStore, type Store } from "../slack/store/store.ts";
import type { SignInApp } from "./app.ts";

export type MicrosoftAccount = { tenant: string; object: string; name: string; email: string };

type Routes = {
	register(app: unknown, store: Store, webhooks: object, baseUrl: string, tokens: Map<string, unknown>): void;
};
const RoutesModule = z.object({
	microsoftPlugin: z.custom<Routes>(
		(value) => z.object({ register: z.unknown() }).safeParse(value).success,
		"has no routes of Microsoft's",
	),
});

/** `baseUrl`: where it is for everyone, which its tokens' issuers begin with. */
export const emulateMicrosoft = async (baseUrl: string, app: SignInApp, people: MicrosoftAccount[]) => {
	const store = createStore({}, { shape: (_collection, row) => row, changed: () => {} });
	for (const { tenant, object, name, email } of people)
		store.collection("microsoft.users").insert({
			...{ oid: object, tenant_id: tenant, name, email, preferred_username: email, email_verified: true },
		});
	store.collection("microsoft.oauth_clients").insert({
		...{ client_id: app.id, client_secret: app.secret, name: "Caisey", redirect_uris: [app.redirectUrl] },
	});
	// The package exports the service only as a whole; its routes are in this file of the pinned version 0.12.2.
	const file = new URL("dist-U7IDWGII.js", import.meta.resolve("emulate")).href;
	const { microsoftPlugin } = RoutesModule.parse(await import(file));
	const service = defineEmulator({
		name: "microsoft",
		cors: false,
		state: () => ({}),
		setup: ({ app: routes }) => microsoftPlugin.register(routes, store, {}, baseUrl, new Map()),
	});
	const runtime = await createEmulator({ service, listen: false, baseUrl });
	return { fetch: (request: Request) => runtime.fetch(request), close: () => runtime.close() };
};

// Stands in for “Sign in with Microsoft” on a port of this machine.
import { listen } from "../slack/http.ts";
import type { SignInApp, SignInService } from "./app.ts";
import { emulateMicrosoft, type MicrosoftAccount } from "./emulated.ts";

/** `tenant`: the one whose issuer it is. Tokens of others name theirs. */
export const startMicrosoftSignIn = async (
	port: number,
	tenant: string,
	app: SignInApp,
	people: MicrosoftAccount[],
): Promise<SignInService> => {
	const baseUrl = `http://localhost:${port}`;
	const { fetch, close } = await emulateMicrosoft(baseUrl, app, people);
	const listening = await listen(port, fetch);
	return {
		issuer: `${baseUrl}/${tenant}/v2.0`,
		stop: async () => {
			await listening.stop();
			await close();
		},
	};
};

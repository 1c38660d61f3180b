// A browser in which someone installs the app: it holds cookies and follows what the pages say.
import type { World } from "../world.ts";

export const openBrowser = (world: World) => {
	let cookie = "";
	const get = async (address: string) => {
		const response = await fetch(address, { redirect: "manual", headers: cookie ? { cookie } : {} });
		cookie = response.headers.get("set-cookie")?.split(";")[0] ?? cookie;
		return { status: response.status, text: await response.text(), headers: response.headers };
	};
	const at = (path: string) => `${world.workerUrl}${path}`;
	/** Where “Add to Slack” leads. */
	const begin = async (): Promise<URL> => {
		const { text } = await get(at("/slack/install"));
		const link = text.match(/href="([^"]+\/oauth\/v2\/authorize[^"]+)"/)?.[1];
		if (!link) throw new Error(`no button: ${text}`);
		return new URL(link.replaceAll("&amp;", "&"));
	};
	/** Someone of a workspace agrees in Slack; resolves with where Slack sends the browser back to. */
	const agree = async (asked: URL, user: string): Promise<string> => {
		const form = new URLSearchParams({ user_id: user });
		for (const name of ["redirect_uri", "scope", "state", "client_id"])
			form.set(name, asked.searchParams.get(name) ?? "");
		const answer = await fetch(new URL("/oauth/v2/authorize/callback", asked), {
			method: "POST",
			body: form,
			redirect: "manual",
		});
		const back = answer.headers.get("location");
		if (answer.status !== 302 || !back)
			throw new Error(`not agreed: ${answer.status} ${await answer.text()}`);
		return back;
	};
	return {
		get,
		at,
		begin,
		agree,
		/** All of it; resolves with the page at the end. */
		install: async (user: string) => get(await agree(await begin(), user)),
	};
};

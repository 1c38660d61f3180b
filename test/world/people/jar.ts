// A browser without a screen: keeps each site's cookies, follows redirects, and says where it came from as browsers do.

type Answer = { status: number; url: string; text: string; headers: Headers };

export type Jar = ReturnType<typeof openJar>;

export const openJar = (
	userAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
) => {
	const cookies = new Map<string, Map<string, string>>();
	const of = (url: URL) => {
		const known = cookies.get(url.host) ?? new Map<string, string>();
		cookies.set(url.host, known);
		return known;
	};
	const keep = (url: URL, headers: Headers): void => {
		for (const line of headers.getSetCookie()) {
			const [pair = "", ...rules] = line.split("; ");
			const at = pair.indexOf("=");
			const over = rules.some((rule) => /^(max-age=0|expires=Thu, 01 Jan 1970)/i.test(rule));
			if (over) of(url).delete(pair.slice(0, at));
			else of(url).set(pair.slice(0, at), pair.slice(at + 1));
		}
	};
	const once = async (address: string | URL, init: RequestInit = {}): Promise<Answer> => {
		const url = new URL(address);
		const headers = new Headers(init.headers);
		headers.set("cookie", [...of(url)].map(([name, value]) => `${name}=${value}`).join("; "));
		headers.set("user-agent", userAgent);
		if (init.method === "POST" && !headers.has("origin")) headers.set("origin", url.origin);
		const response = await fetch(url, { ...init, headers, redirect: "manual" });
		keep(url, response.headers);
		return { status: response.status, url: url.href, text: await response.text(), headers: response.headers };
	};
	return {
		/** One request, no redirect followed. */
		once,
		/** Follows redirects to the page at their end. */
		open: async (address: string | URL, init: RequestInit = {}): Promise<Answer> => {
			let answer = await once(address, init);
			for (let hops = 0; hops < 20 && answer.headers.has("location"); hops++)
				answer = await once(new URL(answer.headers.get("location") ?? "", answer.url));
			return answer;
		},
		/** A site's cookie, to look at, to copy, or to put back. */
		cookie: (site: string, name: string) => cookies.get(new URL(site).host)?.get(name),
		setCookie: (site: string, name: string, value: string) => void of(new URL(site)).set(name, value),
	};
};

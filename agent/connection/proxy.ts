// Which proxy is between this machine and the Worker.

type Env = Record<string, string | undefined>;

/** The word on the command line for no proxy, whatever the environment says. */
export const direct = "direct";

/** As written; null: none. Nothing goes through a proxy to this machine itself, which only `http:` does. */
export const chooseProxy = (
	to: URL,
	given: string | null,
	env: Env,
	stored: string | null,
): string | null => {
	if (to.protocol === "http:" || given === direct) return null;
	if (given !== null) return given;
	if (isExcepted(to, setting(env, "no_proxy"))) return null;
	return setting(env, "https_proxy") || setting(env, "all_proxy") || stored;
};

/** A URL of a kind that works; without a scheme it means `http://`. */
export const proxyUrl = (text: string | null): string | null | Error => {
	if (text === null) return null;
	const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
	if (url && ["http:", "https:"].includes(url.protocol)) return url.href;
	return new Error(
		`${url ? shown(url.href) : "That proxy"} can't be used. HTTPS_PROXY or --proxy must be like http://proxy.example.com:3128`,
	);
};

/** Without user and password. */
export const shown = (proxy: string): string => {
	const { protocol, host } = new URL(proxy);
	return `${protocol}//${host}`;
};

const setting = (env: Env, name: string): string => env[name] || env[name.toUpperCase()] || "";

/** NO_PROXY: names that also cover what is below them, each with or without a port, or `*`. */
const isExcepted = (to: URL, exceptions: string): boolean =>
	exceptions
		.toLowerCase()
		.split(/[\s,]+/)
		.filter((one) => one !== "")
		.some((one) => {
			const [, name = "", port] = /^(.*?)(?::(\d+))?$/.exec(one) ?? [];
			if (port !== undefined && port !== (to.port || "443")) return false;
			const bare = name.replace(/^\*?\./, "");
			return name === "*" || to.hostname === bare || to.hostname.endsWith(`.${bare}`);
		});

import { expect, test } from "vitest";
import { chooseProxy, proxyUrl, shown } from "./proxy.ts";

const https = "https://caisey.example.com";
const proxy = "http://p:1";

test.each<[string, string, string | null, Record<string, string>, string | null, string | null]>([
	["no proxy is set", https, null, {}, null, null],
	["HTTPS_PROXY is set", https, null, { HTTPS_PROXY: proxy }, null, proxy],
	["https_proxy is set too", https, null, { https_proxy: proxy, HTTPS_PROXY: "http://q:1" }, null, proxy],
	["ALL_PROXY is set", https, null, { ALL_PROXY: proxy }, null, proxy],
	["the enrollment used one", https, null, {}, proxy, proxy],
	["the environment names another", https, null, { HTTPS_PROXY: "http://q:1" }, proxy, "http://q:1"],
	["--proxy names another", https, "http://q:1", { HTTPS_PROXY: proxy, NO_PROXY: "*" }, proxy, "http://q:1"],
	["--proxy says direct", https, "direct", { HTTPS_PROXY: proxy }, proxy, null],
	[
		"NO_PROXY names the host",
		https,
		null,
		{ HTTPS_PROXY: proxy, NO_PROXY: "x, caisey.example.com" },
		proxy,
		null,
	],
	["no_proxy names the domain", https, null, { HTTPS_PROXY: proxy, no_proxy: "Example.com" }, null, null],
	["NO_PROXY names .domain", https, null, { HTTPS_PROXY: proxy, NO_PROXY: ".example.com" }, null, null],
	["NO_PROXY is *", https, null, { HTTPS_PROXY: proxy, NO_PROXY: "*" }, proxy, null],
	["NO_PROXY names the port", https, null, { HTTPS_PROXY: proxy, NO_PROXY: "example.com:443" }, null, null],
	[
		"NO_PROXY names another port",
		https,
		null,
		{ HTTPS_PROXY: proxy, NO_PROXY: "example.com:8443" },
		null,
		proxy,
	],
	["NO_PROXY names half a word", https, null, { HTTPS_PROXY: proxy, NO_PROXY: "ample.com" }, null, proxy],
	["the Worker is on this machine", "http://localhost:8787", null, { HTTPS_PROXY: proxy }, proxy, null],
])("the way is chosen if %s", (_, to, given, env, stored, chosen) => {
	expect(chooseProxy(new URL(to), given, env, stored)).toBe(chosen);
});

test("a proxy may lack a scheme, can't be of an unknown kind, and shows without its password", () => {
	expect(proxyUrl("proxy.acme.example:3128")).toBe("http://proxy.acme.example:3128/");
	expect(proxyUrl("socks5://u:secret@p:1080")).toEqual(
		expect.objectContaining({ message: expect.any(String) }),
	);
	expect(String(proxyUrl("socks5://u:secret@p:1080"))).not.toContain("secret");
	expect(shown("http://u:secret@p:3128/")).toBe("http://p:3128");
});

import { expect, test } from "vitest";
import type { Role } from "../../protocol/people.ts";
import { bar } from "./frame.ts";

const places = [
	{ name: "Sessions", href: "/" },
	{ name: "Search", href: "/search" },
];
const tom = { name: "Tom" };
const drawn = async (...around: Parameters<typeof bar>) => String(await bar(...around));

test("the bar marks the place that the page belongs to", async () => {
	const page = await drawn({ who: tom, at: "/search" }, places);
	expect(page).toContain('<a href="/search" aria-current="page">Search</a>');
	expect(page).toContain('<a href="/">Sessions</a>');
});

test("the bar has a search field once there is a page that answers it, which has its own", async () => {
	expect(await drawn({ who: tom }, places.slice(0, 1))).not.toContain('role="search"');
	expect(await drawn({ who: tom, at: "/" }, places)).toContain('action="/search"');
	expect(await drawn({ who: tom, at: "/search" }, places)).not.toContain('role="search"');
});

test("the bar offers someone who isn't signed in no place, search or menu", async () => {
	expect(await drawn({ who: null, at: "/" }, places)).not.toMatch(/<nav|<form|<details|<button/);
});

const hrefs = (html: string) => [...html.matchAll(/<a href="(\/[a-z]*)"/g)].map(([, href]) => href);
const menuOf = (page: string) => hrefs(/<nav id="places".*?<\/nav>/s.exec(page)?.[0] ?? "");
const besideOf = (page: string) => {
	const [, seen, more = ""] = /<nav class="often"[^>]*>(.*?)(<details.*?)?<\/nav>/s.exec(page) ?? [];
	return { seen: hrefs(seen ?? ""), more: hrefs(more) };
};

test("the bar offers each person only the places that their roles open", async () => {
	const named = async (...roles: Role[]) => menuOf(await drawn({ who: { name: "Tom", roles } }));
	expect(await named("requester")).toEqual(["/", "/search", "/report"]);
	const all = ["/", "/search", "/report", "/machines", "/clients"];
	expect(await named("technician")).toEqual([...all, "/snippets", "/approvers"]);
	expect(await named("approver")).toEqual([...all, "/audit", "/approvers", "/away"]);
	expect(await named("owner")).toEqual([...all, "/snippets", "/audit", "/approvers"]);
});

test("the bar has the places of every day beside the brand, with the one that is open, and a menu of the rest", async () => {
	const owner = { name: "Ida", roles: ["owner"] as const };
	expect(besideOf(await drawn({ who: owner, at: "/" }))).toEqual({
		seen: ["/", "/report", "/machines", "/clients"],
		more: ["/search", "/snippets", "/audit", "/approvers"],
	});
	expect(besideOf(await drawn({ who: owner, at: "/audit" }))).toEqual({
		seen: ["/", "/report", "/machines", "/clients", "/audit"],
		more: ["/search", "/snippets", "/approvers"],
	});
});

test("the bar has few places without a menu", async () => {
	const dana = { name: "Dana", roles: ["requester"] as const };
	expect(besideOf(await drawn({ who: dana }))).toEqual({ seen: ["/", "/search", "/report"], more: [] });
});

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

test("the bar offers each person only the places that their roles open", async () => {
	const named = async (...roles: Role[]) =>
		[...(await drawn({ who: { name: "Tom", roles } })).matchAll(/<li><a href="(\/[a-z]*)">/g)].map(
			([, href]) => href,
		);
	expect(await named("requester")).toEqual(["/", "/search", "/report"]);
	const all = ["/", "/search", "/report", "/machines", "/clients"];
	expect(await named("technician")).toEqual([...all, "/snippets", "/approvers"]);
	expect(await named("approver")).toEqual([...all, "/audit", "/approvers", "/away"]);
	expect(await named("owner")).toEqual([...all, "/snippets", "/audit", "/approvers"]);
});

// The places of the console, in the order of the bar. An entry appears here once its route exists.
import { type Act, may } from "../../domain/authority.ts";
import type { Role } from "../../protocol/people.ts";

/** `act`: what someone must be allowed somewhere to open it; missing: nothing. `often`: beside the brand where not all have room. */
export type Place = { name: string; href: string; act?: Act; often?: true };

/** A page says with its `at` which of them it belongs to. */
const places: readonly Place[] = [
	{ name: "Sessions", href: "/", often: true },
	{ name: "Search", href: "/search" },
	{ name: "Report", href: "/report", often: true },
	{ name: "Machines", href: "/machines", act: "see machines", often: true },
	{ name: "Clients", href: "/clients", act: "see machines", often: true },
	{ name: "Snippets", href: "/snippets", act: "keep snippets" },
	{ name: "Audit", href: "/audit", act: "audit" },
	{ name: "Approvers", href: "/approvers", act: "see approvers" },
	{ name: "Away", href: "/away", act: "name a deputy" },
];

/** Those that someone with these roles may open. */
export const placesFor = (roles: readonly Role[]): Place[] =>
	places.filter(({ act }) => act === undefined || may(act, roles));

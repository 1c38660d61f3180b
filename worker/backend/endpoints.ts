// Endpoints as people choose among them.
import type { EndpointChoice } from "../../bots/backend.ts";
import type { EndpointRow } from "../contracts/values/snapshot.ts";
import { similar } from "../endpoint/names.ts";

/** As many as one of Slack's selects can hold. */
export const choicesShown = 100;

/** Some of a client's, each with those of all that it may be mixed up with. */
export const choices = (all: EndpointRow[], some: EndpointRow[]): EndpointChoice[] =>
	some.map((endpoint) => ({
		id: endpoint.id,
		name: endpoint.name,
		description: endpoint.description,
		os: endpoint.inventory.os,
		loggedOn: endpoint.inventory.loggedOn,
		agentUser: endpoint.inventory.user,
		online: endpoint.online,
		lastSeen: endpoint.lastSeen,
		quarantined: endpoint.quarantined,
		held: endpoint.held,
		disk: endpoint.disk,
		shells: endpoint.inventory.shells.map((one) => one.shell),
		similarTo: similar(
			endpoint.name,
			all.map((one) => one.name),
		),
	}));

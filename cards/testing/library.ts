// What Microsoft's own library says of a card: nothing, where it takes it as it is.
import { AdaptiveCard, HostConfig, SerializationContext, Versions } from "adaptivecards";
import { limits } from "../model/limits.ts";

export const complaints = (card: object): string[] => {
	const context = new SerializationContext(Versions.v1_5);
	const parsed = new AdaptiveCard();
	// As Teams shows them; the library's own default is one less.
	parsed.hostConfig = new HostConfig({ actions: { maxActions: limits.teams.actions } });
	parsed.parse(JSON.parse(JSON.stringify(card)), context);
	const unread = Array.from({ length: context.eventCount }, (_, i) => context.getEventAt(i).message);
	return [...unread, ...parsed.validateProperties().validationEvents.map(({ message }) => message)];
};

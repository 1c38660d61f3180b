// What Microsoft's own library says of a card: nothing, where it takes it as it is.
import { AdaptiveCard, SerializationContext, Versions } from "adaptivecards";

export const complaints = (card: object): string[] => {
	const context = new SerializationContext(Versions.v1_5);
	const parsed = new AdaptiveCard();
	parsed.parse(JSON.parse(JSON.stringify(card)), context);
	const unread = Array.from({ length: context.eventCount }, (_, i) => context.getEventAt(i).message);
	return [...unread, ...parsed.validateProperties().validationEvents.map(({ message }) => message)];
};

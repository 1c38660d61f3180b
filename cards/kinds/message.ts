// Any message that goes through the posting queue, as a card.
import type { ChatMessage } from "../../protocol/read/view.ts";
import type { Card } from "../model/card.ts";
import { clientNoticeCard } from "./client-notice.ts";
import { headCard, noticeCard } from "./notice.ts";
import { planCard } from "./plan.ts";
import { promptCard } from "./prompt.ts";
import { relayCard } from "./relay.ts";
import { sessionCard } from "./session.ts";

export const card = (message: ChatMessage): Card => {
	switch (message.type) {
		case "session":
			return sessionCard(message.view);
		case "plan":
			return planCard(message.view);
		case "notice":
			return noticeCard(message.view);
		case "head":
			return headCard(message.view);
		case "relay":
			return relayCard(message.view);
		case "prompt":
			return promptCard(message.view);
		case "client":
			return clientNoticeCard(message.view);
	}
};

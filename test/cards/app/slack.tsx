// Blocks as the local Slack draws them, outside of it.
import { Blocks } from "../../../local/slack/app/blocks.tsx";
import { type Shared, SlackProvider } from "../../../local/slack/app/slack.ts";
import type { Block } from "../../../local/slack/people/wire.ts";

const person = (id: string, name: string) => ({ id, handle: name, name, title: "", app: false });
const people = [
	person("U0ADA", "Ada Lindqvist"),
	person("U0TOM", "Tom Okafor"),
	person("U0DANA", "Dana Reyes"),
];

const shared: Shared = {
	slack: {
		me: "U0ADA",
		team: { id: "T01", name: "Acme Dental" },
		app: "A01",
		people: new Map(people.map((one) => [one.id, one])),
		channels: new Map(),
		messages: new Map(),
		home: null,
		modals: [],
	},
	act: async () => ({}),
	openThread: () => {},
	go: () => {},
};

export const SlackCard = ({ blocks }: { blocks: Block[] }) => (
	<SlackProvider value={shared}>
		<div className="said">
			<Blocks blocks={blocks} where={{ channel: "C01", ts: "1.0" }} />
		</div>
	</SlackProvider>
);

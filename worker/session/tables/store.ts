// All tables of a session.
import { refusalsTable } from "../../durable/refusals.ts";
import { deliveriesTable } from "./deliveries.ts";
import { endpointKeysTable } from "./endpoint-keys.ts";
import { erasuresTable } from "./erasures.ts";
import { eventsTable } from "./events.ts";
import { onceTable } from "./once.ts";
import { participantsTable } from "./participants.ts";
import { askersTable } from "./plan/askers.ts";
import { cardsTable } from "./plan/cards.ts";
import { draftsTable } from "./plan/drafts.ts";
import { plansTable } from "./plan/plans.ts";
import { proposalsTable } from "./plan/proposals.ts";
import { rulingsTable } from "./plan/rulings.ts";
import { sealedTable } from "./plan/sealed.ts";
import { servedTable } from "./plan/served.ts";
import { votesTable } from "./plan/votes.ts";
import { promptPlacesTable } from "./prompt-places.ts";
import { promptsTable } from "./prompts.ts";
import { runsTable } from "./runs.ts";
import { type SessionRow, sessionTable } from "./session.ts";
import { sharedTable } from "./shared.ts";
import { attachmentsTable } from "./talk/attachments.ts";
import { pendingFilesTable } from "./talk/pending-files.ts";
import { quotingTable } from "./talk/quoting.ts";
import { talkTable } from "./talk/talk.ts";
import { threadsTable } from "./talk/threads.ts";

export const sessionStore = (sql: SqlStorage) => {
	const session = sessionTable(sql);
	return {
		session,
		events: eventsTable(sql, () => (session.read() as SessionRow).id),
		once: onceTable(sql),
		threads: threadsTable(sql),
		talk: talkTable(sql),
		attachments: attachmentsTable(sql),
		pendingFiles: pendingFilesTable(sql),
		drafts: draftsTable(sql),
		plans: plansTable(sql),
		proposals: proposalsTable(sql),
		askers: askersTable(sql),
		quoting: quotingTable(sql),
		endpointKeys: endpointKeysTable(sql),
		cards: cardsTable(sql),
		served: servedTable(sql),
		sealed: sealedTable(sql),
		votes: votesTable(sql),
		rulings: rulingsTable(sql),
		refusals: refusalsTable(sql),
		deliveries: deliveriesTable(sql),
		runs: runsTable(sql),
		prompts: promptsTable(sql),
		promptPlaces: promptPlacesTable(sql),
		participants: participantsTable(sql),
		erasures: erasuresTable(sql),
		shared: sharedTable(sql),
	};
};
export type SessionStore = ReturnType<typeof sessionStore>;

// All tables of a session.
import { attachmentsTable } from "./attachments.ts";
import { cardsTable } from "./cards.ts";
import { deliveriesTable } from "./deliveries.ts";
import { draftsTable } from "./drafts.ts";
import { endpointKeysTable } from "./endpoint-keys.ts";
import { erasuresTable } from "./erasures.ts";
import { eventsTable } from "./events.ts";
import { onceTable } from "./once.ts";
import { pendingFilesTable } from "./pending-files.ts";
import { plansTable } from "./plans.ts";
import { questionsTable } from "./questions.ts";
import { runsTable } from "./runs.ts";
import { type SessionRow, sessionTable } from "./session.ts";
import { talkTable } from "./talk.ts";
import { threadsTable } from "./threads.ts";
import { votesTable } from "./votes.ts";

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
		questions: questionsTable(sql),
		endpointKeys: endpointKeysTable(sql),
		cards: cardsTable(sql),
		votes: votesTable(sql),
		deliveries: deliveriesTable(sql),
		runs: runsTable(sql),
		erasures: erasuresTable(sql),
	};
};
export type SessionStore = ReturnType<typeof sessionStore>;

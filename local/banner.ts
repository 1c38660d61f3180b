// What `npm start` prints once all is up: where to click, and what to try.
import { exampleCommand } from "./desk.ts";
import { endpointName } from "./endpoint.ts";

type Running = { slackUrl: string; workerUrl: string; shells: string[]; settingsFile: string };

export const banner = ({ slackUrl, workerUrl, shells, settingsFile }: Running): string =>
	`
Caisey is running.                                                     Ctrl-C stops it
  Slack (local)   ${slackUrl}    you are Dana, Tom or Ada: switch top right
  Transcripts     ${workerUrl}
  Endpoint        ${endpointName} is online (${shells.join(", ")}). Commands run on this computer, as you.
Try it in Slack, in #acme-dental
  as Dana   /caisey please set LegacyMode to 0 in auth.ini
  as Tom    in the thread:  $ ${exampleCommand(settingsFile)}
            and one that fails, but exits with 0:  $ cat missing.ini; true
            then press Propose…, and say what changes
  as Ada    press Approve, then open the transcript
`;

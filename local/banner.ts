// What `npm start` prints when everything runs: where to click, and what to try.
import { exampleCommand } from "./desk.ts";
import { endpointName } from "./endpoint.ts";
import { windowsExample, windowsName } from "./windows.ts";

type Running = {
	slackUrl: string;
	teamsUrl: string;
	workerUrl: string;
	mailUrl: string;
	shells: string[];
	settingsFile: string;
	windows: boolean;
};

export const banner = ({
	slackUrl,
	teamsUrl,
	workerUrl,
	mailUrl,
	shells,
	settingsFile,
	windows,
}: Running): string =>
	`
Caisey is running.                                                     Ctrl-C stops it
  Slack (local)   ${slackUrl}    you are Dana, Tom or Ada: switch at the top right
  Teams (local)   ${teamsUrl}    you are Ada; open it before you propose anything
  Transcripts     ${workerUrl}    sign in with Slack or Microsoft as any of them
  Mail (local)    ${mailUrl}    every mail that Caisey sends; Ada gets her plans there, too
  Endpoint        ${endpointName} is online (${shells.join(", ")}). Commands run on this computer, as you.
${windows ? windowsLines : ""}Try it in Slack, in #acme-dental. Brightside IT sees every request in #brightside-desk
  as Dana   /caisey please set LegacyMode to 0 in auth.ini
  as Tom    in the thread:  $ ${exampleCommand(settingsFile)}
            or one that fails but exits with 0:  $ cat missing.ini; true
            then press Propose… and fill in what changes
  as Ada    press Approve, here or in Teams, then open the transcript
`;

const windowsLines = `                  ${windowsName} is online, under Wine 10. Try there, with pwsh:
                  ${windowsExample}
`;

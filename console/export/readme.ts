// What someone reads first who opens an evidence bundle years later, without us.
import { shortId } from "../../protocol/ids.ts";
import type { TranscriptHeader } from "../../protocol/read/transcript-source.ts";
import { utc } from "../../words/times.ts";
import { oneLine } from "../html/escape.ts";

export const readme = ({
	client,
	session,
	request,
	openedAt,
}: TranscriptHeader): string => `Evidence of a Caisey session

Session: ${shortId(session)} (${session})
Client: ${oneLine(client)}
Request: ${oneLine(request)}
Opened: ${utc(openedAt)}

To check it, you need Node and one file that needs nothing else:

  node verify-transcript.mjs evidence.zip --key <the Worker's public key> --head <the head in the chat>

Take the script, the key and the head from elsewhere. What is in this file proves nothing by itself:
anyone can make such a file with keys of their own.

What is here:

  header.json           what was asked, by whom, in which conversation
  keys.json             public keys, Ed25519: the Worker's and the endpoints'
  plans.jsonl           each plan as it was hashed, approved and run
  events.jsonl          everything that people asked and decided, linked in a chain
  heads.jsonl           the signed heads of the chains
  stamps/<n>.tst        an authority's time stamp (RFC 3161) of the signed head in stamps/<n>.json; without Caisey's script:
                        openssl ts -verify -token_in -in <n>.tst -data <n>.json -CAfile <the authority's root>
  runs.jsonl            each step on each endpoint, and how it went
  runs/<run>/records.jsonl   its records, linked in a chain: when what arrived
  runs/<run>/stdout, stderr  its output, byte for byte; what was erased isn't in it
  attachments.jsonl     the files that people sent; attachments/ has them
  manifest.json         each file's size and SHA-256, signed by the Worker

A line of a .jsonl file is one JSON object. docs/transcript.md of Caisey says what each field means.
`;

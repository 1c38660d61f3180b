// A test's own door: each text is looked through when it is wanted.
import { masked, secretText } from "../../domain/secrets.ts";
import type { Scans } from "../durable/scans.ts";

export const scannedHere: Scans = { secretIn: secretText, masked };

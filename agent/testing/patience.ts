// Tests judge what the agent finds, not how quickly a busy machine's disk tells it.
import { waitLonger } from "../machine/late.ts";

waitLonger(100);

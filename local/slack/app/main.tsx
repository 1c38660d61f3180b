// The local Slack in a browser. What tests and screen readers find it by:
//
//   navigation "Channels and messages"      links "acme-dental", "general", "Ada Lindqvist" …, "Caisey"
//   button "You are Dana Reyes"             menu "Who are you?" with menuitems "Tom Okafor Technician" …
//   log "Messages in #acme-dental"          articles, each named by author and time
//   complementary "Thread"                  log "Messages in this thread", button "Close thread"
//   textbox "Message #acme-dental", textbox "Reply in thread"; button "Send", button "Attach a file"
//   article hover bar: buttons "Reply in thread", "Start a Caisey session", "Edit message", "Delete message"
//   buttons of cards by their text; menus by "More actions"; selects as combobox by their label or placeholder
//   dialog by its title: fields by their labels, buttons by the view's texts, "Close"
//   tablist "Caisey": tabs "Home", "Messages"
//   status: notices of mentions; alert: what went wrong
import { createRoot } from "react-dom/client";
import { App } from "./shell.tsx";

const root = document.getElementById("root");
if (root) createRoot(root).render(<App />);

// Commands of sh that read or set what belongs to an account: that of the step, or another that the text names.

export const accounts: [text: string, line: string][] = [
	["gsettings get org.gnome.x y", "as root, gsettings is not the user's; reads only"],
	["gsettings list-recursively", "as root, gsettings is not the user's; reads only"],
	["dconf read /org/x", "as root, dconf is not the user's; reads only"],
	["dconf list /org/", "as root, dconf is not the user's; reads only"],
	["dconf reset -f /org/", "changes settings: reset and /org/; as root, dconf is not the user's"],
	["sudo -u dana crontab -l", "reads only"],
	["sudo -udana gsettings set a b c", "changes settings: set and 3 others"],
	["sudo -n --user=dana sh -c 'rm $HOME/x'", "can't tell what “sh -c rm $HOME/x” does"],
	["sudo -u root crontab -l", "as root, crontab is not the user's; reads only"],
	["sudo crontab -l", "as root, crontab is not the user's; reads only"],
	["su - dana -c 'echo $HOME'", "runs code that can't be seen beforehand: “su - dana -c echo $HOME”"],
	[
		"runuser -u dana -- cat '$HOME/x'",
		"runs code that can't be seen beforehand: “runuser -u dana -- cat $HOME/x”",
	],
	["systemctl --machine=dana@ --user restart x", "acts on the machine dana@; restarts the service x"],
	["systemctl --user -M dana@.host restart x", "acts on the machine dana@.host; restarts the service x"],
];

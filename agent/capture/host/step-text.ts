// What a step runs: a command's text, or a script's file with its arguments, as PowerShell's own -Command and -File do.
export const stepText = /* C# */ `
public sealed class StepText {
	private string command;
	private string path;
	private string[] given;
	private Token[] tokens;

	public ParseError[] Problems { get; private set; }
	public bool IsFile { get { return path != null; } }
	public bool MentionsConsole { get; private set; }

	public static StepText OfCommand(string command) {
		StepText step = new StepText { command = command, MentionsConsole = Mentions(command) };
		ParseError[] problems;
		Parser.ParseInput(command, out step.tokens, out problems);
		step.Problems = problems;
		return step;
	}

	public static StepText OfFile(string path, string[] given) {
		StepText step = new StepText { path = path, given = given };
		ParseError[] problems;
		step.MentionsConsole = Mentions(Parser.ParseFile(path, out step.tokens, out problems).Extent.Text);
		step.Problems = problems;
		return step;
	}

	/// A command goes into the history: of a pipeline that isn't there, PowerShell forgets whether it succeeded.
	public Pipeline PipelineIn(Runspace runspace) {
		if (!IsFile) return runspace.CreatePipeline(command, true);
		Pipeline pipeline = runspace.CreatePipeline();
		Command script = new Command(path, false, false);
		foreach (CommandParameter one in Parameters()) script.Parameters.Add(one);
		pipeline.Commands.Add(script);
		return pipeline;
	}

	/// As -File reads them: -name, -name:value and -name: value.
	private List<CommandParameter> Parameters() {
		List<CommandParameter> found = new List<CommandParameter>();
		string pending = null;
		foreach (string one in given) {
			int colon = one.IndexOf(':');
			if (pending != null) {
				found.Add(new CommandParameter(pending, one));
				pending = null;
			} else if (one.Length < 2 || !IsDash(one[0])) found.Add(new CommandParameter(null, one));
			else if (colon < 0) found.Add(new CommandParameter(one));
			else if (colon == one.Length - 1) pending = one.TrimEnd(':');
			else found.Add(new CommandParameter(one.Substring(0, colon), ValueOf(one.Substring(colon + 1))));
		}
		if (pending != null) found.Add(new CommandParameter(pending));
		return found;
	}

	private static object ValueOf(string text) {
		if (text.Equals("$true", StringComparison.OrdinalIgnoreCase) || text.Equals("true", StringComparison.OrdinalIgnoreCase)) return true;
		if (text.Equals("$false", StringComparison.OrdinalIgnoreCase) || text.Equals("false", StringComparison.OrdinalIgnoreCase)) return false;
		return text;
	}

	/// PowerShell takes the typographic ones for dashes too.
	private static bool IsDash(char one) { return one == '-' || (one >= '\u2013' && one <= '\u2015'); }

	private static bool Mentions(string text) { return text.IndexOf("Console]", StringComparison.OrdinalIgnoreCase) >= 0; }
}
`;

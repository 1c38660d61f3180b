// Writes JSON in C#: Windows PowerShell's .NET has no small writer of it.
export const json = /* C# */ String.raw`
public sealed class Json {
	private readonly StringBuilder text = new StringBuilder("{");

	public Json Add(string name, string value) { return Put(name, value == null ? "null" : Quote(value)); }
	public Json Add(string name, bool value) { return Put(name, value ? "true" : "false"); }
	public Json Add(string name, long? value) { return Put(name, value == null ? "null" : value.Value.ToString(CultureInfo.InvariantCulture)); }
	public Json Add(string name, Json value) { return Put(name, value == null ? "null" : value.ToString()); }
	public Json Add(string name, IEnumerable<string> values) {
		List<string> quoted = new List<string>();
		foreach (string value in values) quoted.Add(Quote(value ?? ""));
		return Put(name, "[" + string.Join(",", quoted.ToArray()) + "]");
	}

	public Json AddAll(string name, IEnumerable<int> values) { return Put(name, "[" + string.Join(",", values) + "]"); }
	/// A list of objects.
	public Json AddAll(string name, IEnumerable<Json> values) { return Put(name, "[" + string.Join(",", values) + "]"); }

	public override string ToString() { return text.ToString() + "}"; }

	private Json Put(string name, string value) {
		if (text.Length > 1) text.Append(',');
		text.Append('"').Append(name).Append("\":").Append(value);
		return this;
	}

	private static string Quote(string value) {
		StringBuilder quoted = new StringBuilder("\"", value.Length + 2);
		foreach (char one in value) {
			if (one == '"' || one == '\\') quoted.Append('\\').Append(one);
			else if (one < ' ' || one == '\u007f' || char.IsSurrogate(one)) quoted.Append("\\u").Append(((int)one).ToString("x4"));
			else quoted.Append(one);
		}
		return quoted.Append('"').ToString();
	}
}
`;

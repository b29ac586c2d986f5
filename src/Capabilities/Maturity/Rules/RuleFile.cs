namespace Cairn.Maturity.Rules;

/// <summary>One rule a line, <c>capability: rule</c>; lines that begin with # say something.</summary>
internal static class RuleFile
{
    public static Dictionary<string, string> Read(string text)
    {
        var rules = new Dictionary<string, string>(StringComparer.Ordinal);
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0) throw new FormatException($"rules.txt:{i + 1}: expected 'capability: rule'.");
            if (!rules.TryAdd(line[..colon].Trim(), line[(colon + 1)..].Trim())) throw new FormatException($"rules.txt:{i + 1}: '{line[..colon]}' has two rules.");
        }
        return rules;
    }
}

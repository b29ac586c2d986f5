using System.Text;
using System.Text.RegularExpressions;

namespace Cairn.Projects;

/// <summary>What a secret may be called and hold.</summary>
internal static partial class SecretRules
{
    // A shorter one could not be masked in logs.
    public const int Shortest = 4, Longest = 64 << 10;
    private static readonly HashSet<string> Taken = new(StringComparer.Ordinal) { "PATH", "HOME", "LANG", "TMPDIR" };

    public static bool IsName(string name) => Name().IsMatch(name) && !Taken.Contains(name) && !name.StartsWith("CAIRN_", StringComparison.Ordinal);

    public static bool IsValue(string value) => value.Length >= Shortest && Encoding.UTF8.GetByteCount(value) <= Longest && !value.Contains('\0');

    [GeneratedRegex("^[A-Z][A-Z0-9_]{0,63}$", RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}

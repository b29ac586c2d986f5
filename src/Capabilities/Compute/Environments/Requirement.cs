using System.Buffers;

namespace Cairn.Compute.Environments;

/// <summary>A line of pip's file of requirements.</summary>
/// <param name="Name">As indexes compare it; null where the line fixes no package.</param>
/// <param name="Version">The one version that it may have.</param>
/// <param name="Marked">It holds on some machines only.</param>
/// <param name="Hashed">It says what the package's file holds.</param>
internal readonly record struct Requirement(string? Name, string? Version, bool Marked, bool Hashed)
{
    // Of these a version that is one alone has none.
    private static readonly SearchValues<char> Other = SearchValues.Create(",*<>~!");

    // Options that name no package.
    private static readonly string[] WhereFrom = ["--index-url", "--extra-index-url", "--find-links", "--trusted-host", "--require-hashes", "-i ", "-f "];

    /// <summary>Every line that says what is to be installed: a comment says nothing, nor does where packages come from.</summary>
    public static IEnumerable<Requirement> Read(string text) => text.Replace("\\\r\n", " ", StringComparison.Ordinal).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')
        .Select(l => l.Split('#')[0].Trim()).Where(l => l.Length > 0 && !WhereFrom.Any(o => l.StartsWith(o, StringComparison.Ordinal))).Select(Of);

    // "numpy[extra]==2.3 ; python_version > '3.8' --hash=…"
    private static Requirement Of(string line)
    {
        bool marked = line.Contains(';'), hashed = line.Contains("--hash=", StringComparison.Ordinal);
        if (line.Split(';')[0].Split("==", 2) is not [var package, var version]) return new Requirement(null, null, marked, hashed);
        string[] words = version.TrimStart('=').Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string name = package.Split('[')[0].Trim();
        bool isFixed = words.Length > 0 && !words[0].AsSpan().ContainsAny(Other) && words.Skip(1).All(w => w.StartsWith("--", StringComparison.Ordinal))
            && name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
        return isFixed ? new Requirement(LockedPackages.Plain(name), words[0], marked, hashed) : new Requirement(null, null, marked, hashed);
    }
}

using System.Text.RegularExpressions;
using Cairn.DuckDb;

namespace Cairn.Data.Ingest;

/// <summary>An engine's fault as a reason for people. What the engine quotes of the data is left out.</summary>
internal static partial class EngineWords
{
    private const int Longest = 200;

    public static string Say(DuckException fault, string type, long memory)
    {
        if (fault.Fault == DuckFault.OutOfMemory) return $"Reading it needs more than the {memory >> 20} MiB allowed.";
        string line = fault.Message.Split('\n')[0];
        string plain = Quoted().Replace(line, "…");
        return $"It could not be read as {type}: {(plain.Length > Longest ? plain[..Longest] + "…" : plain)}";
    }

    [GeneratedRegex("\"[^\"]*\"|'[^']*'|/[^ ]*", RegexOptions.NonBacktracking)]
    private static partial Regex Quoted();
}

using System.Buffers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Cairn.Compute.Environments;

/// <summary>The packages that a lock file names with their versions: requirements with ==, uv.lock and its kind, renv.lock, packages.lock.json.</summary>
internal static partial class LockedPackages
{
    /// <summary>Stands for any version.</summary>
    public const string Any = "*";

    // Of these a version that is one alone has none.
    private static readonly SearchValues<char> Other = SearchValues.Create(",*<>~!");

    // Options of a file of requirements that name no package.
    private static readonly string[] WhereFrom = ["--index-url", "--extra-index-url", "--find-links", "--trusted-host", "--require-hashes", "-i ", "-f "];

    /// <summary>Name -> version; empty for a file of another form, or one that fixes nothing.</summary>
    public static IReadOnlyDictionary<string, string> Read(TaskLock file)
    {
        try
        {
            return Path.GetFileName(file.Name) switch
            {
                "renv.lock" => Renv(file.Text),
                "packages.lock.json" => Frameworks(file.Text),
                var name when IsTable(name) => Tables(file.Text),
                _ => Requirements(file.Text),
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return new Dictionary<string, string>();
        }
    }

    /// <summary>Whether a file of this name is of the form of uv.lock, poetry.lock and pylock.toml.</summary>
    public static bool IsTable(string name) => Path.GetExtension(name) is ".lock" or ".toml" && Path.GetFileName(name) != "renv.lock";

    /// <summary>As package indexes compare names.</summary>
    public static string Plain(string name) => Separators().Replace(name, "-").ToLowerInvariant();

    /// <summary>The first package, by name, that is missing or has another version; null when there is none.</summary>
    public static string? Difference(TaskLock file, IReadOnlyDictionary<string, string> wanted, Installed installed)
    {
        // A lock for several platforms names packages that are not for this one.
        bool maySkip = IsTable(file.Name) && wanted.Keys.Any(installed.Packages.ContainsKey);
        foreach ((string name, string version) in wanted.OrderBy(w => w.Key, StringComparer.Ordinal))
        {
            bool known = installed.Packages.TryGetValue(name, out string? there);
            if (!known && maySkip) continue;
            if (!known) return $"{name}{(version == Any ? "" : " " + version)} is not installed";
            if (version != Any && there != version) return $"{name} is {there} and not {version}";
        }
        return null;
    }

    /// <summary>Whether it fixes the whole environment: a lock of a resolver, or requirements of which each is fixed with its hash, as pip wants it of all then.</summary>
    public static bool IsExact(TaskLock file)
        => Read(file).Count > 0 && (Path.GetFileName(file.Name) is "renv.lock" or "packages.lock.json" || IsTable(file.Name) || IsHashed(file.Text));

    private static bool IsHashed(string text)
        => text.Replace("\\\r\n", " ", StringComparison.Ordinal).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#')
            .All(l => (l.Contains("==", StringComparison.Ordinal) && l.Contains("--hash=", StringComparison.Ordinal)) || WhereFrom.Any(o => l.StartsWith(o, StringComparison.Ordinal)));

    // Lines with == and no marker: "numpy[extra]==2.3 --hash=…", a comment or a backslash behind it.
    private static Dictionary<string, string> Requirements(string text)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in text.Split('\n').Select(l => l.Split('#')[0].TrimEnd('\\', ' ', '\t', '\r').Trim()).Where(l => !l.Contains(';')))
        {
            if (line.Split("==", 2) is not [var name, var version]) continue;
            string[] words = version.TrimStart('=').Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || words[0].AsSpan().ContainsAny(Other) || words.Skip(1).Any(w => !w.StartsWith("--", StringComparison.Ordinal))) continue;
            if (name.Split('[')[0].Trim() is { Length: > 0 } plain && plain.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')) all[Plain(plain)] = words[0];
        }
        return all;
    }

    // Blocks of [[package]] with name and version. One that is the project itself is not looked for, nor one whose version depends on the platform.
    private static Dictionary<string, string> Tables(string text)
    {
        var all = new List<(string Name, string Version)>();
        foreach (string block in text.Split("[[package").Skip(1))
        {
            string[] lines = [.. block.Split('\n').Skip(1).Select(l => l.Trim()).TakeWhile(l => !l.StartsWith('['))];
            if (Value(lines, "name") is { } name && Value(lines, "version") is { } version && !lines.Any(IsOwn)) all.Add((Plain(name), version));
        }
        return all.GroupBy(p => p.Name, StringComparer.Ordinal).Where(g => g.Count() == 1).ToDictionary(g => g.Key, g => g.Single().Version, StringComparer.Ordinal);
    }

    private static string? Value(string[] lines, string key) => lines.FirstOrDefault(l => l.StartsWith(key + " = \"", StringComparison.Ordinal))?.Split('"')[1];

    private static bool IsOwn(string line) => line.StartsWith("source = { editable", StringComparison.Ordinal) || line.StartsWith("source = { virtual", StringComparison.Ordinal);

    private static Dictionary<string, string> Renv(string text)
    {
        using JsonDocument file = JsonDocument.Parse(text);
        return file.RootElement.GetProperty("Packages").EnumerateObject().ToDictionary(p => Plain(p.Name), p => p.Value.GetProperty("Version").GetString()!, StringComparer.Ordinal);
    }

    // NuGet brings the packages itself, in locked mode; what must be there is the runtime.
    private static Dictionary<string, string> Frameworks(string text)
    {
        using JsonDocument file = JsonDocument.Parse(text);
        return file.RootElement.GetProperty("dependencies").EnumerateObject().Select(f => f.Name.Split('/')[0]).Distinct(StringComparer.Ordinal).ToDictionary(Plain, _ => Any, StringComparer.Ordinal);
    }

    [GeneratedRegex("[-_.]+", RegexOptions.NonBacktracking)]
    private static partial Regex Separators();
}

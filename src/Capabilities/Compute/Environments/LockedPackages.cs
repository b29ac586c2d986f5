using System.Text.Json;
using System.Text.RegularExpressions;

namespace Cairn.Compute.Environments;

/// <summary>The packages that a lock file names with their versions: requirements with ==, uv.lock and its kind, renv.lock, packages.lock.json.</summary>
internal static partial class LockedPackages
{
    /// <summary>Stands for any version.</summary>
    public const string Any = "*";

    /// <summary>The version of R itself stands among its packages under this name.</summary>
    public const string R = "R";

    private const int MostTold = 10;

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

    /// <summary>The packages, by name, that are missing or have another version, the first few; null when there is none.</summary>
    public static string? Difference(TaskLock file, IReadOnlyDictionary<string, string> wanted, Installed installed)
    {
        // A lock for several platforms names packages that are not for this one.
        bool maySkip = IsTable(file.Name) && wanted.Keys.Any(installed.Packages.ContainsKey);
        var all = new List<string>();
        foreach ((string name, string version) in wanted.OrderBy(w => w.Key, StringComparer.Ordinal))
        {
            bool known = installed.Packages.TryGetValue(name, out string? there);
            if (!known && maySkip) continue;
            if (!known) all.Add($"{name}{(version == Any ? "" : " " + version)} is not installed");
            else if (version != Any && there != version) all.Add($"{name} is {there} and not {version}");
        }
        return Told(all);
    }

    /// <summary>The first few of a list; null when it is empty.</summary>
    public static string? Told(IReadOnlyList<string> all)
        => all.Count == 0 ? null : string.Join(", ", all.Take(MostTold)) + (all.Count > MostTold ? $" and {all.Count - MostTold} more" : "");

    /// <summary>Whether it fixes the whole environment: a lock of a resolver that names more than R itself, or requirements of which each is fixed with its hash, as pip wants it of all then.</summary>
    public static bool IsExact(TaskLock file)
        => Read(file).Keys.Any(n => n != R) && (Path.GetFileName(file.Name) is "renv.lock" or "packages.lock.json" || IsTable(file.Name) || Requirement.Read(file.Text).All(l => l is { Name: not null, Hashed: true }));

    // What holds on some machines only is not looked for on this one.
    private static Dictionary<string, string> Requirements(string text)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Requirement line in Requirement.Read(text).Where(l => l is { Name: not null, Marked: false })) all[line.Name!] = line.Version!;
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
        var all = file.RootElement.GetProperty("Packages").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetProperty("Version").GetString()!, StringComparer.Ordinal);
        if (file.RootElement.TryGetProperty("R", out JsonElement r) && r.TryGetProperty("Version", out JsonElement version)) all[R] = version.GetString()!;
        return all;
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
